/*
 * Copyright 2026 the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

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
import dev.inferencekey.error.SafeText;
import dev.inferencekey.observation.ObservedCall;
import dev.inferencekey.observation.WorkloadActivity.Evidence;
import dev.inferencekey.operation.Facts;
import dev.inferencekey.operation.Operation;
import dev.inferencekey.operation.RequestBody;
import dev.inferencekey.operation.Transcript;
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

	private final Operation<?, R> operation;

	private final Facts<? super R> facts;

	private final @Nullable ObservedCall observed;

	private final long start = System.nanoTime();

	private final AtomicBoolean ended = new AtomicBoolean();

	private final AtomicInteger attempts = new AtomicInteger();

	private volatile boolean observationFailed;

	private volatile boolean finished;

	private volatile @Nullable ApiKey key;

	// Only if content is shown; a call may end on another thread than that of its pieces.
	private final @Nullable Transcript<? super R> transcript;

	// Touched by one piece after the other.
	private @Nullable String model;

	private @Nullable String shownModel;

	CallRecord(CallRecords records, Operation<?, R> operation, @Nullable ObservedCall observed) {
		this.records = records;
		this.operation = operation;
		this.facts = operation.facts();
		this.observed = observed;
		this.transcript = records.keepsContent(observed) ? this.facts.transcript() : null;
	}

	/**
	 * Whether the first value is the whole answer.
	 * @return {@code false} for a streamed operation
	 */
	boolean isWhole() {
		return !this.operation.framing().isStreamed();
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
		byte[] bytes = (body != null && this.records.logsContent() && body.contentType().startsWith(RequestBody.JSON))
				? body.bytes() : null;
		if (bytes != null) {
			log(CallRecords.LOGGER::debug,
					what() + " asks: " + SafeText.oneLine(Redaction.redact(new String(bytes, StandardCharsets.UTF_8))));
		}
	}

	// The parent of the requests that the call is made of.
	Context addTo(Context caller) {
		return (this.observed != null && !this.observed.observation().isNoop())
				? caller.put(ObservationThreadLocalAccessor.KEY, this.observed.observation()) : caller;
	}

	void delivered(R value) {
		if (this.facts.finishReason(value) != null) {
			this.finished = true;
		}
		if (this.transcript != null) {
			add(this.transcript, value);
		}
		if (this.observed != null) {
			note(value);
		}
	}

	private void add(Transcript<? super R> transcript, R value) {
		try {
			synchronized (transcript) {
				transcript.add(value);
			}
		}
		catch (RuntimeException ex) {
			broken(ex);
		}
	}

	private void note(R value) {
		tell((call) -> {
			call.answer(known(this.facts.model(value)), redact(this.facts.finishReason(value)));
			call.chunk();
			Usage usage = this.facts.usage(value);
			// Nothing, or a sum alone, says nothing of either kind.
			if (usage != null && (usage.inputTokens() > 0 || usage.outputTokens() > 0)) {
				call.tokens(usage.inputTokens(), usage.outputTokens(), positive(usage.cachedInputTokens()),
						positive(usage.reasoningTokens()));
			}
		});
	}

	// Nothing is also what servers say that do not count it.
	private static @Nullable Integer positive(int count) {
		return (count > 0) ? count : null;
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
		showAnswer("stop");
		tell((call) -> call.succeeded(this.attempts.get()));
	}

	void cancelled() {
		if (!this.ended.compareAndSet(false, true)) {
			return;
		}
		showAnswer("error");
		if (this.finished) {
			// A caller that leaves after the finish reason has the whole answer.
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
				what() + " failed: error=" + errorType + ((requestId != null) ? " request=" + requestId : "")
						+ " attempts=" + this.attempts + " elapsed="
						+ Duration.ofNanos(System.nanoTime() - this.start).toMillis() + "ms: "
						+ SafeText.oneLine(String.valueOf(failure.getMessage())));
		showAnswer("error");
		tell((call) -> call.failed(failure, errorType, requestId, this.attempts.get()));
	}

	// An answer that broke off has no finish reason.
	private void showAnswer(String unfinished) {
		Transcript<? super R> transcript = this.transcript;
		if (transcript == null) {
			return;
		}
		String text = "";
		String messages = null;
		try {
			synchronized (transcript) {
				text = transcript.text();
				messages = this.records.tracesContent() ? transcript.messages(this.records.json(), unfinished) : null;
			}
		}
		catch (RuntimeException ex) {
			broken(ex);
		}
		if (!text.isEmpty() && this.records.logsContent()) {
			log(CallRecords.LOGGER::debug, what() + " answered: " + SafeText.oneLine(String.valueOf(redact(text))));
		}
		String shown = redact(messages);
		if (shown != null) {
			tell((call) -> call.output(shown));
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
		return "Call " + this.operation.name() + " of workload \"" + this.records.workload() + "\"";
	}

}
