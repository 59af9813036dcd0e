package dev.inferencekey.observation;

import java.util.Map;

import io.micrometer.observation.transport.Kind;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a call: what is called from the start, the rest as it comes. Handlers
 * and conventions read it; only the pipeline writes.
 */
public final class CallContext extends KeptKeysContext {

	private final CallTarget target;

	private final String operation;

	private final boolean stream;

	private final Map<String, Number> parameters;

	private final @Nullable ChunkRhythm rhythm;

	// Gives what belongs there, as soon as anybody looks.
	private volatile @Nullable CallObservationConvention highCardinalitySource;

	// A field, since an entry in the context would cost a whole table.
	private CallDurationObservationHandler.@Nullable Timing timing;

	// Written by one thread after the other. Only whoever cancels from yet another may
	// read what was known a moment before, which is as good; volatile, these were a sixth
	// of what observing a call cost.
	private @Nullable String responseModel;

	private @Nullable String finishReason;

	private @Nullable Integer inputTokens;

	private @Nullable Integer outputTokens;

	private @Nullable Integer attempts;

	private @Nullable String requestId;

	private @Nullable String errorType;

	private String outcome = "none";

	private @Nullable String inputMessages;

	private @Nullable String outputMessages;

	/**
	 * Create the context of a call that begins now.
	 * @param target what is called
	 * @param operation the name of the operation
	 * @param stream whether the answer is streamed
	 * @param parameters the numeric parameters of the request, by their names on the wire
	 */
	public CallContext(CallTarget target, String operation, boolean stream, Map<String, Number> parameters) {
		// The kind of a client; the requests inside carry the headers.
		super((carrier, key, value) -> {
		}, Kind.CLIENT);
		setCarrier(Map.of());
		setRemoteServiceName("inferencekey");
		this.target = target;
		this.operation = operation;
		this.stream = stream;
		this.parameters = parameters;
		this.rhythm = stream ? new ChunkRhythm() : null;
	}

	@Override
	KeptKeys highCardinality() {
		if (this.highCardinalitySource != null) {
			takeHighCardinality();
		}
		return super.highCardinality();
	}

	// Another thread may look just when the call ends and there are more to take.
	private synchronized void takeHighCardinality() {
		CallObservationConvention source = this.highCardinalitySource;
		if (source != null) {
			super.highCardinality().add(source.getHighCardinalityKeyValues(this));
			this.highCardinalitySource = null;
		}
	}

	/**
	 * Take the keys of high cardinality from a convention when somebody asks for them,
	 * which only traces do.
	 * @param source gives the keys
	 */
	synchronized void setHighCardinalitySource(CallObservationConvention source) {
		this.highCardinalitySource = source;
	}

	/**
	 * What is called.
	 * @return the target
	 */
	public CallTarget getTarget() {
		return this.target;
	}

	/**
	 * What is done, such as {@code chat}.
	 * @return the name of the operation
	 */
	public String getOperation() {
		return this.operation;
	}

	/**
	 * Whether the answer is streamed.
	 * @return {@code true} for a stream
	 */
	public boolean isStream() {
		return this.stream;
	}

	/**
	 * The numeric parameters of the request.
	 * @return the values by their names on the wire
	 */
	public Map<String, Number> getParameters() {
		return this.parameters;
	}

	/**
	 * The model that answers.
	 * @return the model, or {@code null} while it is not known
	 */
	public @Nullable String getResponseModel() {
		return this.responseModel;
	}

	/**
	 * Why the answer ends.
	 * @return the reason, or {@code null} while it is not known
	 */
	public @Nullable String getFinishReason() {
		return this.finishReason;
	}

	/**
	 * The tokens of the request.
	 * @return the number, or {@code null} while it is not known
	 */
	public @Nullable Integer getInputTokens() {
		return this.inputTokens;
	}

	/**
	 * The tokens of the answer.
	 * @return the number, or {@code null} while it is not known
	 */
	public @Nullable Integer getOutputTokens() {
		return this.outputTokens;
	}

	/**
	 * How often the call was sent.
	 * @return the number of requests, or {@code null} before the end
	 */
	public @Nullable Integer getAttempts() {
		return this.attempts;
	}

	/**
	 * The id that the platform gave to a failed request.
	 * @return the id, or {@code null}
	 */
	public @Nullable String getRequestId() {
		return this.requestId;
	}

	/**
	 * Why the call failed, in one of few words.
	 * @return the word, or {@code null} when it has not failed
	 */
	public @Nullable String getErrorType() {
		return this.errorType;
	}

	/**
	 * How the call ended.
	 * @return {@code success}, {@code error}, {@code cancelled}, or {@code none} while it
	 * runs
	 */
	public String getOutcome() {
		return this.outcome;
	}

	/**
	 * How long the first chunk took.
	 * @return the time from the start in seconds, or {@code null} when none has come
	 */
	public @Nullable Double getSecondsToFirstChunk() {
		return (this.rhythm != null) ? this.rhythm.secondsToFirst() : null;
	}

	/**
	 * The messages of the request.
	 * @return JSON, or {@code null} unless content is asked for
	 */
	public @Nullable String getInputMessages() {
		return this.inputMessages;
	}

	/**
	 * The answer.
	 * @return JSON, or {@code null} unless content is asked for
	 */
	public @Nullable String getOutputMessages() {
		return this.outputMessages;
	}

	/**
	 * Hear of each chunk of a stream. For handlers, when the observation starts.
	 * @param listener is told
	 */
	public void onChunk(ChunkListener listener) {
		if (this.rhythm != null) {
			this.rhythm.add(listener);
		}
	}

	void add(CallDurationObservationHandler.Timing timing) {
		this.timing = timing;
	}

	CallDurationObservationHandler.@Nullable Timing lastTiming() {
		return this.timing;
	}

	void chunk() {
		if (this.rhythm != null) {
			this.rhythm.chunk();
		}
	}

	void answer(@Nullable String model, @Nullable String reason) {
		this.responseModel = (model != null) ? model : this.responseModel;
		this.finishReason = (reason != null) ? reason : this.finishReason;
	}

	void tokens(int input, int output) {
		this.inputTokens = input;
		this.outputTokens = output;
	}

	void input(@Nullable String messages) {
		this.inputMessages = messages;
	}

	void output(@Nullable String messages) {
		this.outputMessages = messages;
	}

	void ended(String outcome, int attempts) {
		this.outcome = outcome;
		this.attempts = attempts;
	}

	void failed(String errorType, @Nullable String requestId) {
		this.errorType = errorType;
		this.requestId = requestId;
	}

	/**
	 * Hears of the chunks of a stream.
	 */
	@FunctionalInterface
	public interface ChunkListener {

		/**
		 * A chunk has come.
		 * @param nanos the time since the call was made for the first, since the last
		 * chunk for all others
		 * @param first whether it is the first
		 */
		void chunk(long nanos, boolean first);

	}

}
