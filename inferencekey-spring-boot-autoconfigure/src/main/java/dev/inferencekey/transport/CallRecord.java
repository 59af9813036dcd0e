package dev.inferencekey.transport;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import dev.inferencekey.credential.Redaction;
import dev.inferencekey.error.InferenceKeyException;
import dev.inferencekey.observation.ObservedCall;
import dev.inferencekey.operation.Answer;
import dev.inferencekey.operation.RequestBody;
import dev.inferencekey.operation.Usage;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
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

	CallRecord(CallRecords records, String operation, @Nullable ObservedCall observed) {
		this.records = records;
		this.operation = operation;
		this.observed = observed;
		this.text = records.keepsText(observed) ? new StringBuilder() : null;
	}

	/**
	 * Note that the call is sent, for the first time or again.
	 */
	void attempt() {
		this.attempts.incrementAndGet();
	}

	/**
	 * Send a request as part of the call, on whichever thread.
	 * @param request is subscribed to
	 * @return the same as part of the call
	 */
	Publisher<R> part(Publisher<R> request) {
		ObservedCall call = this.observed;
		return (call == null) ? request : (actual) -> call.run(() -> request.subscribe(actual));
	}

	void asks(@Nullable RequestBody body) {
		if (body != null && this.records.logsContent() && body.contentType().startsWith(RequestBody.JSON)) {
			CallRecords.LOGGER
				.debug(what() + " asks: " + Redaction.redact(new String(body.bytes(), StandardCharsets.UTF_8)));
		}
	}

	// The parent of the requests that the call is made of.
	Context addTo(Context caller) {
		return (this.observed != null) ? caller.put(ObservationThreadLocalAccessor.KEY, this.observed.observation())
				: caller;
	}

	void delivered(R value) {
		// Whoever neither observes nor shows content has nothing to note.
		if ((this.observed != null || this.text != null) && value instanceof Answer answer) {
			note(answer);
		}
	}

	private void note(Answer answer) {
		if (this.text != null) {
			this.text.append(answer.text());
		}
		tell((call) -> {
			call.answer(answer.model(), answer.finishReason());
			call.chunk();
			Usage usage = answer.usage();
			if (usage != null) {
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
		catch (RuntimeException ex) {
			if (this.observationFailed) {
				// Said once for a call, not for each of its chunks.
				return;
			}
			this.observationFailed = true;
			CallRecords.LOGGER.error("An observation of workload \"" + this.records.workload() + "\" failed", ex);
		}
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
		tell((call) -> call.cancelled(this.attempts.get()));
	}

	void failed(Throwable failure) {
		if (!this.ended.compareAndSet(false, true)) {
			return;
		}
		String errorType = ErrorTypes.of(failure);
		String requestId = (failure instanceof InferenceKeyException known) ? known.requestId() : null;
		this.records.activity().failed(errorType, ErrorTypes.evidence(failure), failure.getMessage(), requestId);
		CallRecords.LOGGER.warn(what() + " failed: error=" + errorType + " request=" + requestId + " attempts="
				+ this.attempts + " elapsed=" + Duration.ofNanos(System.nanoTime() - this.start).toMillis() + "ms: "
				+ failure.getMessage());
		showAnswer();
		tell((call) -> call.failed(failure, errorType, requestId, this.attempts.get()));
	}

	private void showAnswer() {
		if (this.text == null || this.text.isEmpty()) {
			return;
		}
		if (this.records.logsContent()) {
			CallRecords.LOGGER.debug(what() + " answered: " + Redaction.redact(this.text.toString()));
		}
		if (this.records.tracesContent()) {
			tell((call) -> call.output(this.records.outputMessages(String.valueOf(this.text))));
		}
	}

	private String what() {
		return "Call " + this.operation + " of workload \"" + this.records.workload() + "\"";
	}

}
