package dev.inferencekey.observation;

import java.util.Iterator;
import java.util.Map;
import java.util.Set;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a call: what is called from the start, the rest as it comes. Handlers
 * and conventions read it; only the pipeline writes.
 */
public final class CallContext extends SenderContext<Map<String, String>> {

	private final CallTarget target;

	private final String operation;

	private final boolean stream;

	private final Map<String, Number> parameters;

	private final long start;

	private volatile KeyValues lowCardinality = KeyValues.empty();

	private @Nullable ChunkListener chunkListener;

	private long lastChunk;

	private volatile @Nullable Long toFirstChunk;

	private volatile @Nullable String responseModel;

	private volatile @Nullable String finishReason;

	private volatile @Nullable Integer inputTokens;

	private volatile @Nullable Integer outputTokens;

	private volatile @Nullable Integer attempts;

	private volatile @Nullable String requestId;

	private volatile @Nullable String errorType;

	private volatile String outcome = "none";

	private volatile @Nullable String inputMessages;

	private volatile @Nullable String outputMessages;

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
		this.start = System.nanoTime();
	}

	// The superclass keeps the keys in a map and sorts them for every handler that asks,
	// which was half of what observing a call cost. Keys that stay sorted are merged.
	@Override
	public KeyValues getLowCardinalityKeyValues() {
		return this.lowCardinality;
	}

	@Override
	public @Nullable KeyValue getLowCardinalityKeyValue(String key) {
		return this.lowCardinality.stream()
			.filter((keyValue) -> keyValue.getKey().equals(key))
			.findFirst()
			.orElse(null);
	}

	@Override
	public synchronized Observation.Context addLowCardinalityKeyValue(KeyValue keyValue) {
		this.lowCardinality = this.lowCardinality.and(keyValue);
		return this;
	}

	@Override
	public synchronized Observation.Context addLowCardinalityKeyValues(KeyValues keyValues) {
		this.lowCardinality = haveSameKeys(this.lowCardinality, keyValues) ? keyValues
				: this.lowCardinality.and(keyValues);
		return this;
	}

	// As they have when a convention gives them again at the end of a call.
	private static boolean haveSameKeys(KeyValues before, KeyValues after) {
		Iterator<KeyValue> others = after.iterator();
		for (KeyValue key : before) {
			if (!others.hasNext() || !others.next().getKey().equals(key.getKey())) {
				return false;
			}
		}
		return !others.hasNext();
	}

	@Override
	public Observation.Context removeLowCardinalityKeyValue(String keyName) {
		return removeLowCardinalityKeyValues(keyName);
	}

	@Override
	public synchronized Observation.Context removeLowCardinalityKeyValues(String... keyNames) {
		Set<String> removed = Set.of(keyNames);
		this.lowCardinality = KeyValues
			.of(this.lowCardinality.stream().filter((keyValue) -> !removed.contains(keyValue.getKey())).toList());
		return this;
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
		Long nanos = this.toFirstChunk;
		return (nanos != null) ? nanos / 1e9 : null;
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
	 * Hear of each chunk of a stream. Set when the observation starts.
	 * @param listener is told
	 */
	public void onChunk(ChunkListener listener) {
		this.chunkListener = listener;
	}

	void chunk() {
		if (!this.stream) {
			return;
		}
		long now = System.nanoTime();
		boolean first = this.toFirstChunk == null;
		long nanos = now - (first ? this.start : this.lastChunk);
		this.lastChunk = now;
		if (first) {
			this.toFirstChunk = nanos;
		}
		ChunkListener listener = this.chunkListener;
		if (listener != null) {
			listener.chunk(nanos, first);
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
