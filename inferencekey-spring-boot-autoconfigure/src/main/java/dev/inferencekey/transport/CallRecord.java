package dev.inferencekey.transport;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import dev.inferencekey.credential.Redaction;
import dev.inferencekey.error.InferenceKeyException;
import dev.inferencekey.observation.ObservedCall;
import dev.inferencekey.operation.Answer;
import dev.inferencekey.operation.RequestBody;
import dev.inferencekey.operation.Usage;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.observability.DefaultSignalListener;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoOperator;
import reactor.util.context.Context;

/**
 * What becomes of one call: told to its observation, to the activity of the workload, and
 * to the log.
 *
 * @param <R> the type of the answer
 */
final class CallRecord<R> extends DefaultSignalListener<R> {

	private final CallRecords records;

	private final String operation;

	private final @Nullable ObservedCall observed;

	private final boolean stream;

	private final long start = System.nanoTime();

	private final AtomicBoolean ended = new AtomicBoolean();

	private final @Nullable StringBuilder text;

	private final AtomicInteger attempts = new AtomicInteger();

	CallRecord(CallRecords records, String operation, boolean stream, @Nullable ObservedCall observed) {
		this.records = records;
		this.operation = operation;
		this.stream = stream;
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
	Mono<R> part(Mono<R> request) {
		ObservedCall call = this.observed;
		return (call == null) ? request : new MonoOperator<>(request) {

			@Override
			public void subscribe(CoreSubscriber<? super R> actual) {
				call.run(() -> this.source.subscribe(actual));
			}

		};
	}

	/**
	 * Send a request as part of the call, on whichever thread.
	 * @param request is subscribed to
	 * @return the same as part of the call
	 */
	Flux<R> part(Flux<R> request) {
		ObservedCall call = this.observed;
		return (call == null) ? request : new FluxOperator<>(request) {

			@Override
			public void subscribe(CoreSubscriber<? super R> actual) {
				call.run(() -> this.source.subscribe(actual));
			}

		};
	}

	void asks(@Nullable RequestBody body) {
		if (body != null && this.records.logsContent() && body.contentType().startsWith(RequestBody.JSON)) {
			CallRecords.LOGGER
				.debug(what() + " asks: " + Redaction.redact(new String(body.bytes(), StandardCharsets.UTF_8)));
		}
	}

	// The parent of the requests that the call is made of.
	@Override
	public Context addToContext(Context originalContext) {
		return (this.observed != null)
				? originalContext.put(ObservationThreadLocalAccessor.KEY, this.observed.observation())
				: originalContext;
	}

	@Override
	public void doOnNext(R value) {
		if (value instanceof Answer answer) {
			note(answer);
		}
		if (!this.stream) {
			// Now, since the caller has the answer before the completion comes.
			doOnComplete();
		}
	}

	private void note(Answer answer) {
		if (this.text != null) {
			this.text.append(answer.text());
		}
		if (this.observed != null) {
			this.observed.answer(answer.model(), answer.finishReason());
			this.observed.chunk();
			Usage usage = answer.usage();
			if (usage != null) {
				this.observed.tokens(usage.inputTokens(), usage.outputTokens());
			}
		}
	}

	@Override
	public void doOnComplete() {
		if (!this.ended.compareAndSet(false, true)) {
			return;
		}
		this.records.activity().succeeded();
		showAnswer();
		if (this.observed != null) {
			this.observed.succeeded(this.attempts.get());
		}
	}

	@Override
	public void doOnCancel() {
		if (!this.ended.compareAndSet(false, true)) {
			return;
		}
		showAnswer();
		if (this.observed != null) {
			this.observed.cancelled(this.attempts.get());
		}
	}

	@Override
	public void doOnError(Throwable failure) {
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
		if (this.observed != null) {
			this.observed.failed(failure, errorType, requestId, this.attempts.get());
		}
	}

	private void showAnswer() {
		if (this.text == null || this.text.isEmpty()) {
			return;
		}
		if (this.records.logsContent()) {
			CallRecords.LOGGER.debug(what() + " answered: " + Redaction.redact(this.text.toString()));
		}
		if (this.observed != null && this.records.tracesContent()) {
			this.observed.output(this.records.outputMessages(this.text.toString()));
		}
	}

	private String what() {
		return "Call " + this.operation + " of workload \"" + this.records.workload() + "\"";
	}

}
