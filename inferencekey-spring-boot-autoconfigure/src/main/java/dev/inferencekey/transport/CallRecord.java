package dev.inferencekey.transport;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.credential.Redaction;
import dev.inferencekey.error.ApiException;
import dev.inferencekey.error.InferenceKeyException;
import dev.inferencekey.observation.ObservedCall;
import dev.inferencekey.observation.WorkloadActivity.Evidence;
import dev.inferencekey.operation.Answer;
import dev.inferencekey.operation.RequestBody;
import dev.inferencekey.operation.Usage;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;

/**
 * What becomes of one call: told to its observation, to the activity of the workload, and
 * to the log.
 *
 * @param <R> the type of the answer
 */
final class CallRecord<R> {

	private final CallRecords records;

	private final String operation;

	private final @Nullable ObservedCall observed;

	private final long start = System.nanoTime();

	private final AtomicBoolean ended = new AtomicBoolean();

	private final @Nullable StringBuilder text;

	private final AtomicInteger attempts = new AtomicInteger();

	private volatile boolean observationFailed;

	private volatile boolean finished;

	private volatile @Nullable ApiKey key;

	// Touched by one chunk after the other.
	private @Nullable String model;

	private @Nullable String shownModel;

	CallRecord(CallRecords records, String operation, @Nullable ObservedCall observed) {
		this.records = records;
		this.operation = operation;
		this.observed = observed;
		this.text = records.keepsText(observed) ? new StringBuilder() : null;
	}

	/**
	 * Note that the call is sent, for the first time or again.
	 * @param key is sent with it
	 */
	void attempt(@Nullable ApiKey key) {
		this.key = key;
		this.attempts.incrementAndGet();
	}

	/**
	 * Begin something that is part of the call on this thread.
	 * @return to be left, {@code null} when nobody observes
	 */
	ObservedCall.@Nullable Part enter() {
		return (this.observed != null) ? this.observed.enter(this::broken) : null;
	}

	void asks(@Nullable RequestBody body) {
		if (body != null && this.records.logsContent() && body.contentType().startsWith(RequestBody.JSON)) {
			log(CallRecords.LOGGER::debug,
					what() + " asks: " + Redaction.redact(new String(body.bytes(), StandardCharsets.UTF_8)));
		}
	}

	// The parent of the requests that the call is made of.
	Context addTo(Context caller) {
		return (this.observed != null && !this.observed.observation().isNoop())
				? caller.put(ObservationThreadLocalAccessor.KEY, this.observed.observation()) : caller;
	}

	void delivered(R value) {
		if (value instanceof Answer answer && answer.finishReason() != null) {
			this.finished = true;
		}
		// Whoever neither observes nor shows content has nothing to note.
		if ((this.observed != null || this.text != null) && value instanceof Answer answer) {
			note(answer);
		}
	}

	private void note(Answer answer) {
		if (this.text != null) {
			// Whoever cancels reads it on another thread.
			synchronized (this.text) {
				this.text.append(answer.text());
			}
		}
		tell((call) -> {
			call.answer(known(answer.model()), redact(answer.finishReason()));
			call.chunk();
			Usage usage = answer.usage();
			// Nothing, or a sum alone, says nothing of either kind.
			if (usage != null && (usage.inputTokens() > 0 || usage.outputTokens() > 0)) {
				call.tokens(usage.inputTokens(), usage.outputTokens());
			}
		});
	}

	// A handler of the application that fails must not cost the caller an answer.
	private void tell(Consumer<ObservedCall> news) {
		if (this.observed == null) {
			return;
		}
		try {
			news.accept(this.observed);
		}
		catch (Throwable ex) {
			broken(ex);
		}
	}

	private void broken(Throwable failure) {
		if (this.observationFailed) {
			// Said once for a call, not for each of its chunks.
			return;
		}
		this.observationFailed = true;
		this.records.failures().add("An observation of workload \"" + this.records.workload() + "\" failed", failure);
	}

	private @Nullable String redact(@Nullable String text) {
		return (text != null) ? Redaction.redact(text, this.key) : null;
	}

	// The chunks of a stream name the same model again and again.
	private @Nullable String known(@Nullable String model) {
		if (model != null && !model.equals(this.model)) {
			this.model = model;
			this.shownModel = redact(model);
		}
		return (model != null) ? this.shownModel : null;
	}

	void succeeded() {
		if (!this.ended.compareAndSet(false, true)) {
			return;
		}
		this.records.activity().succeeded();
		showAnswer();
		tell((call) -> call.succeeded(this.attempts.get()));
	}

	void cancelled() {
		if (!this.ended.compareAndSet(false, true)) {
			return;
		}
		showAnswer();
		if (this.finished) {
			// Whoever leaves after the finish reason has the whole answer.
			this.records.activity().succeeded();
			tell((call) -> call.succeeded(this.attempts.get()));
			return;
		}
		this.records.activity().cancelled();
		tell((call) -> call.cancelled(this.attempts.get()));
	}

	void failed(Throwable failure) {
		if (!this.ended.compareAndSet(false, true)) {
			return;
		}
		String errorType = ErrorTypes.of(failure);
		String requestId = (failure instanceof InferenceKeyException known) ? known.requestId() : null;
		// What never left this process says nothing of the workload, however it ended.
		boolean unsent = failure instanceof ApiException && this.attempts.get() == 0;
		this.records.activity()
			.failed(errorType, unsent ? Evidence.NONE : ErrorTypes.evidence(failure), failure.getMessage(), requestId);
		log(CallRecords.LOGGER::warn,
				what() + " failed: error=" + errorType + " request=" + requestId + " attempts=" + this.attempts
						+ " elapsed=" + Duration.ofNanos(System.nanoTime() - this.start).toMillis() + "ms: "
						+ CallRecords.oneLine(String.valueOf(failure.getMessage())));
		showAnswer();
		tell((call) -> call.failed(failure, errorType, requestId, this.attempts.get()));
	}

	private void showAnswer() {
		if (this.text == null) {
			return;
		}
		String answer;
		synchronized (this.text) {
			answer = this.text.toString();
		}
		if (answer.isEmpty()) {
			return;
		}
		if (this.records.logsContent()) {
			log(CallRecords.LOGGER::debug, what() + " answered: " + redact(answer));
		}
		if (this.records.tracesContent()) {
			tell((call) -> call.output(redact(this.records.outputMessages(answer))));
		}
	}

	// As part of the call, so that the line has the ids of its trace.
	private void log(Consumer<String> level, String line) {
		ObservedCall.Part part = enter();
		try {
			level.accept(line);
		}
		finally {
			if (part != null) {
				part.leave();
			}
		}
	}

	private String what() {
		return "Call " + this.operation + " of workload \"" + this.records.workload() + "\"";
	}

}
