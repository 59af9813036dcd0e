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

package dev.inferencekey.exchange;

import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.inferencekey.credential.Redaction;
import dev.inferencekey.operation.ErrorBody;
import dev.inferencekey.operation.ErrorFrameException;
import dev.inferencekey.operation.Json;
import dev.inferencekey.operation.Operation;
import dev.inferencekey.operation.UnreadableResponseException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Makes attempts: sends a request and turns the answer into values, or into the exception
 * that says what went wrong. Thread-safe.
 */
public final class Exchange {

	private static final Log logger = LogFactory.getLog(Exchange.class);

	// The key of Reactor's hook for failures that arrive after the end. Without one it
	// logs an error, although a connection may well break while it closes.
	private static final String DROPPED = "reactor.onErrorDropped.local";

	// How long to read on for why a request was refused; the status is known already.
	private static final Duration EXCERPT = Duration.ofSeconds(2);

	private final RequestSender sender;

	private final Json json;

	private final CallTimer timer;

	private final StatusFailures statusFailures = new StatusFailures(Clock.systemUTC());

	private final SpareBytes spare = SpareBytes.ofLongAnswers();

	private final SpareBytes spareOfStreams = SpareBytes.ofStreams();

	/**
	 * Create an exchange.
	 * @param webClient carries the bytes; made when first needed
	 * @param json how JSON is read
	 * @param timer limits the gaps between bytes
	 * @param executor writes bodies that are not in memory
	 */
	public Exchange(Supplier<WebClient> webClient, Json json, CallTimer timer, Executor executor) {
		this.sender = new RequestSender(webClient, executor);
		this.json = json;
		this.timer = timer;
	}

	/**
	 * Make an attempt and wait for the whole answer.
	 * @param <Q> the type of the request
	 * @param <R> the type of the answer
	 * @param attempt what to send
	 * @return the answer, or one of the exceptions of the package {@code error}
	 */
	public <Q, R> Mono<R> call(Attempt<Q, R> attempt) {
		OpenConnection connection = new OpenConnection(false);
		return new ClosingMono<>(this.sender.send(attempt, connection)
			.flatMap((head) -> head.isSuccess() ? answer(attempt, head) : refusal(attempt, head))
			.onErrorMap((failure) -> failed(failure, attempt, connection)), connection);
	}

	/**
	 * Make an attempt and hand on the pieces of the answer as they come.
	 * @param <Q> the type of the request
	 * @param <R> the type of a piece
	 * @param attempt what to send
	 * @param listener is told besides
	 * @return the pieces, or one of the exceptions of the package {@code error}
	 */
	public <Q, R> Flux<R> stream(Attempt<Q, R> attempt, StreamListener listener) {
		OpenConnection connection = new OpenConnection(true);
		Mono<Head> head = limitTimeToHead(this.sender.send(attempt, connection), attempt.limits().firstChunk());
		return new ClosingMono<>(head.onErrorMap((failure) -> failed(failure, attempt, connection)), connection)
			// Below here each operator would see every piece.
			.flatMapMany((answered) -> answered.isSuccess() ? answering(attempt, answered, connection, listener)
					: this.<R>refusal(attempt, answered).onErrorMap((failure) -> failed(failure, attempt, connection)));
	}

	private <Q, R> Publisher<R> answering(Attempt<Q, R> attempt, Head head, OpenConnection connection,
			StreamListener listener) {
		try {
			return pieces(attempt, head, connection.batched(listener));
		}
		catch (Throwable ex) {
			return Mono.error(failed(FatalErrorException.of(ex), attempt, connection));
		}
	}

	// Around the filters of the application too, which may take their time.
	private <T> Mono<T> limitTimeToHead(Mono<T> head, Duration limit) {
		return head
			.timeout(this.timer.after(limit),
					Mono.error(() -> this.timer.isClosed() ? DeadlineExceededException.shutdown()
							: DeadlineExceededException.firstChunk(limit)))
			.contextWrite((context) -> context.put(DROPPED, (Consumer<Throwable>) Exchange::late));
	}

	private static void late(Throwable failure) {
		logger.debug("A failure came after its call had ended: " + Redaction.redact(String.valueOf(failure)));
	}

	private <Q, R> Flux<R> pieces(Attempt<Q, R> attempt, Head head, StreamListener listener) {
		Operation<Q, R> operation = attempt.operation();
		Operation.Reader<R> reader = operation.read(attempt.request(), head.forReader(), this.json);
		if (operation.framing().isEvents() && !head.mayBeEvents()) {
			return noEvents(reader, attempt, head).flux();
		}
		StreamFailures failures = new StreamFailures(attempt, head, this.statusFailures, this.json);
		attempt.answering(reader, failures);
		listener.opened();
		Duration forFirst = attempt.limits().firstChunk().minusNanos(System.nanoTime() - head.sent());
		return new FrameFlux<>(new IdleLimit(head, forFirst, attempt.limits(), this.timer),
				Decoder.of(operation.framing(), this.spareOfStreams), reader, failures, this.timer, listener);
	}

	private <Q, R> Mono<R> answer(Attempt<Q, R> attempt, Head head) {
		return new WholeBody(body(attempt, head), this.spare.collector(head.contentLength()))
			.map((body) -> read(attempt, head, body))
			.onErrorMap((failure) -> unusable(failure, attempt, head));
	}

	private <Q, R> R read(Attempt<Q, R> attempt, Head head, BodyCollector body) {
		try {
			Operation.Reader<R> reader = attempt.operation().read(attempt.request(), head.forReader(), this.json);
			R answer = Objects.requireNonNull(reader.read(body.array(), 0, body.length()));
			// Readers copy what they keep.
			this.spare.giveBack(body.array());
			return answer;
		}
		catch (Error ex) {
			throw FatalErrorException.wrap(ex);
		}
	}

	// How long the whole answer takes to begin is up to the deadline of the call: it
	// comes when it is complete.
	private IdleLimit body(Attempt<?, ?> attempt, Head head) {
		return new IdleLimit(head, null, attempt.limits(), this.timer);
	}

	private Throwable failed(Throwable failure, Attempt<?, ?> attempt, OpenConnection connection) {
		// Any other failure leaves a connection that has ended, or one to use again.
		if (failure instanceof DeadlineExceededException || failure instanceof FatalErrorException) {
			connection.close();
		}
		return NetworkFailures.beforeAnswer(attempt, failure);
	}

	private Throwable unusable(Throwable failure, Attempt<?, ?> attempt, Head head) {
		if (failure instanceof UnreadableResponseException) {
			return this.statusFailures.unreadable(failure, attempt, head);
		}
		if (failure instanceof ErrorFrameException reported) {
			return this.statusFailures.reported(reported.error(), attempt, head);
		}
		if (failure instanceof FatalErrorException) {
			return failure;
		}
		// The answer had begun, so that this is not a failure to retry.
		return NetworkFailures.afterAnswer(attempt, failure);
	}

	private <R> Mono<R> refusal(Attempt<?, ?> attempt, Head head) {
		BodyCollector kept = new BodyCollector(BodyCollector.MAX_ERROR, -1);
		return excerpt(body(attempt, head), kept, () -> {
			byte[] bytes = kept.copy();
			return this.statusFailures.of(attempt, head, ErrorBody.parse(this.json, bytes, 0, bytes.length));
		});
	}

	// A server that cannot stream may still say why.
	private <R> Mono<R> noEvents(Operation.Reader<R> reader, Attempt<?, ?> attempt, Head head) {
		BodyCollector kept = new BodyCollector(BodyCollector.MAX_ERROR, -1);
		return excerpt(body(attempt, head), kept, () -> {
			byte[] bytes = kept.copy();
			try {
				reader.read(bytes, 0, bytes.length);
			}
			catch (ErrorFrameException ex) {
				return unusable(ex, attempt, head);
			}
			catch (UnreadableResponseException ex) {
				// What else it is does not matter.
			}
			return unusable(new UnreadableResponseException("it is not an event stream"), attempt, head);
		});
	}

	// Buffers end in the first operator: those that ignore values hand them to a hook,
	// which may be missing, or release what is released.
	private static BodyCollector addUpToLimit(BodyCollector kept, DataBuffer buffer) {
		kept.addUpToLimit(buffer);
		return kept;
	}

	// The status says what is wrong even when the body breaks off, and also to a caller
	// that has not asked for a piece yet.
	private <R> Mono<R> excerpt(IdleLimit body, BodyCollector kept, Supplier<Throwable> failure) {
		return body.map((buffer) -> addUpToLimit(kept, buffer))
			.takeUntil(BodyCollector::isFull)
			.takeUntilOther(this.timer.after(EXCERPT))
			.then()
			.onErrorComplete()
			.then(Mono.error(failure));
	}

}
