package dev.inferencekey.transport;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.credential.Redaction;
import dev.inferencekey.error.ApiException;
import dev.inferencekey.error.FailureOrigin;
import dev.inferencekey.operation.ErrorBody;
import dev.inferencekey.operation.ErrorFrameException;
import dev.inferencekey.operation.Json;
import dev.inferencekey.operation.Operation;
import dev.inferencekey.operation.RequestBody;
import dev.inferencekey.operation.UnreadableResponseException;
import dev.inferencekey.resilience.Deadline;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.web.reactive.function.BodyInserter;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * One request and its answer: address, credential, exchange, status to exception, body to
 * value. Does not retry.
 */
final class Exchange {

	// How long to read on for why a request was refused; the status is known already.
	private static final Duration EXCERPT = Duration.ofSeconds(2);

	private final String workload;

	private final WorkloadAddress address;

	private final Supplier<WebClient> webClient;

	private final Json json;

	private final StatusFailures statusFailures;

	private final NetworkFailures networkFailures;

	private final SpareBytes spare = new SpareBytes();

	private final Alarms alarms;

	Exchange(String workload, WorkloadAddress address, Supplier<WebClient> webClient, Json json,
			NetworkFailures networkFailures, Alarms alarms) {
		this.workload = workload;
		this.address = address;
		this.webClient = webClient;
		this.json = json;
		this.statusFailures = new StatusFailures(workload, Clock.systemUTC());
		this.networkFailures = networkFailures;
		this.alarms = alarms;
	}

	<Q, R> Mono<R> call(Attempt<Q, R> attempt) {
		OpenConnection connection = new OpenConnection(false);
		return open(attempt, connection)
			.flatMap((head) -> head.isSuccess() ? answer(attempt, head) : refusal(attempt, head))
			.doOnCancel(connection::close)
			.onErrorMap((failure) -> failed(failure, connection));
	}

	<Q, R> Flux<R> stream(Attempt<Q, R> attempt, StreamListener listener) {
		OpenConnection connection = new OpenConnection(true);
		return open(attempt, connection).flatMapMany((head) -> {
			if (!head.isSuccess()) {
				return this.<R>refusal(attempt, head);
			}
			Operation.Reader<R> reader = attempt.operation().reader().start(attempt.request(), this.json);
			if (!head.isEventStream()) {
				return noStream(reader, attempt, head);
			}
			listener.opened();
			return new FrameFlux<>(bytesOf(attempt, head), reader,
					new StreamFailures(this.json, this.networkFailures, attempt.key(), originOf(attempt, head)),
					attempt.deadline(), this.alarms, connection.batched(listener));
		}).doOnCancel(connection::close).onErrorMap((failure) -> failed(failure, connection));
	}

	/**
	 * Send the request and take the head of the answer and its bytes as they come. Not
	 * {@code exchangeToFlux}, whose operators see every chunk of a stream and would cost
	 * a tenth of reading it; so the body must be read or the connection closed in any
	 * case.
	 */
	private Mono<Head> open(Attempt<?, ?> attempt, OpenConnection connection) {
		AtomicReference<Flux<DataBuffer>> bytes = new AtomicReference<>(Flux.empty());
		long sent = System.nanoTime();
		return request(attempt).httpRequest(connection::opened)
			.retrieve()
			.onStatus((status) -> true, (response) -> Mono.empty())
			.toEntityFlux((message, context) -> {
				bytes.set(message.getBody());
				return Flux.<DataBuffer>empty();
			})
			.map((entity) -> new Head(entity.getStatusCode(), entity.getHeaders(), bytes.get(), sent))
			.transform((head) -> limitTimeToHead(head, attempt.deadline()));
	}

	// Around the filters of the application too, which may take their time.
	private <T> Mono<T> limitTimeToHead(Mono<T> head, Deadline deadline) {
		Duration remaining = deadline.remaining();
		boolean total = remaining.compareTo(deadline.firstChunk()) < 0;
		Duration limit = total ? remaining : deadline.firstChunk();
		return head.timeout(this.alarms.after(limit.toNanos()),
				Mono.error(() -> this.alarms.areOver() ? DeadlineExceededException.shutdown()
						: total ? DeadlineExceededException.total(deadline.total())
								: DeadlineExceededException.firstChunk(deadline.firstChunk())));
	}

	/**
	 * The head of an answer, and its body, which is to be read once.
	 */
	private record Head(HttpStatusCode status, HttpHeaders headers, Flux<DataBuffer> body, long sent) {

		private boolean isSuccess() {
			return this.status.is2xxSuccessful();
		}

		private boolean isEventStream() {
			return contentType().map(MediaType.TEXT_EVENT_STREAM::isCompatibleWith).orElse(true);
		}

		private Optional<MediaType> contentType() {
			try {
				return Optional.ofNullable(this.headers.getContentType());
			}
			catch (InvalidMediaTypeException ex) {
				// A server that writes nonsense here may still answer well.
				return Optional.empty();
			}
		}

		private long contentLength() {
			try {
				return this.headers.getContentLength();
			}
			catch (NumberFormatException ex) {
				return -1;
			}
		}

	}

	private Throwable failed(Throwable failure, OpenConnection connection) {
		// Any other failure leaves a connection that has ended, or one to use again.
		if (failure instanceof DeadlineExceededException) {
			connection.close();
		}
		return this.networkFailures.beforeAnswer(failure);
	}

	private WebClient.RequestBodySpec request(Attempt<?, ?> attempt) {
		RequestBody body = attempt.body();
		ApiKey key = attempt.key();
		URI uri = this.address.resolve(attempt.operation().path());
		WebClient.RequestBodySpec request = this.webClient.get()
			.method((body != null) ? HttpMethod.POST : HttpMethod.GET)
			.uri(uri);
		request.headers((headers) -> {
			headers.set(HttpHeaders.ACCEPT, attempt.operation().accept());
			if (key != null) {
				headers.setBearerAuth(key.reveal());
			}
		});
		if (body != null) {
			request.headers((headers) -> {
				headers.set(HttpHeaders.CONTENT_TYPE, body.contentType());
				headers.setContentLength(body.bytes().length);
			}).body(bytes(body.bytes()));
		}
		return request;
	}

	private static BodyInserter<byte[], ClientHttpRequest> bytes(byte[] body) {
		return (message, context) -> message.writeWith(Mono.fromSupplier(() -> message.bufferFactory().wrap(body)));
	}

	private Flux<DataBuffer> bytesOf(Attempt<?, ?> attempt, Head head) {
		return new TimedBytes(head.body(), head.sent(), attempt.deadline(), this.alarms);
	}

	private <Q, R> Mono<R> answer(Attempt<Q, R> attempt, Head head) {
		Operation.Reader<R> reader = attempt.operation().reader().start(attempt.request(), this.json);
		return bytesOf(attempt, head).collect(() -> this.spare.collector(head.contentLength()), BodyCollector::add)
			.map((body) -> {
				R answer = Objects.requireNonNull(reader.read(body.array(), 0, body.length()));
				// Readers copy what they keep.
				this.spare.giveBack(body);
				return answer;
			})
			.onErrorMap((failure) -> unusable(failure, attempt, head));
	}

	private Throwable unusable(Throwable failure, Attempt<?, ?> attempt, Head head) {
		if (failure instanceof UnreadableResponseException) {
			return unreadable(failure.getMessage(), head, attempt.key(), originOf(attempt, head).withCause(failure));
		}
		if (failure instanceof ErrorFrameException reported) {
			return this.statusFailures.of(head.status().value(), head.headers(), reported.error(), attempt.key());
		}
		// The answer had begun, so that this is no failure to repeat the call for.
		return this.networkFailures.of(failure);
	}

	private <R> Mono<R> refusal(Attempt<?, ?> attempt, Head head) {
		BodyCollector body = new BodyCollector(BodyCollector.MAX_ERROR, -1);
		return excerpt(attempt, head, body, () -> this.statusFailures.of(head.status().value(), head.headers(),
				ErrorBody.parse(this.json, body.array(), 0, body.length()), attempt.key()));
	}

	// A server that cannot stream may still say why.
	private <R> Mono<R> noStream(Operation.Reader<R> reader, Attempt<?, ?> attempt, Head head) {
		BodyCollector body = new BodyCollector(BodyCollector.MAX_ERROR, -1);
		return excerpt(attempt, head, body, () -> {
			try {
				reader.read(body.array(), 0, body.length());
			}
			catch (ErrorFrameException ex) {
				return unusable(ex, attempt, head);
			}
			catch (UnreadableResponseException ex) {
				// What else it is does not matter.
			}
			return unusable(new UnreadableResponseException("it is no event stream"), attempt, head);
		});
	}

	// The status says what is wrong even when the body breaks off, and also to a caller
	// that has not asked for a chunk yet.
	private <R> Mono<R> excerpt(Attempt<?, ?> attempt, Head head, BodyCollector body, Supplier<Throwable> failure) {
		return bytesOf(attempt, head).doOnNext(body::addUpToLimit)
			.takeUntil((buffer) -> body.isFull())
			.takeUntilOther(this.alarms.after(EXCERPT.toNanos()))
			.then()
			.onErrorComplete()
			.then(Mono.error(failure));
	}

	private FailureOrigin originOf(Attempt<?, ?> attempt, Head head) {
		return FailureOrigin.of(this.workload, head.status().value())
			.withRequestId(StatusFailures.requestId(head.headers(), attempt.key()));
	}

	// Without parameters, which are the server's to fill, with a key perhaps.
	private static String typeOnly(MediaType type, @Nullable ApiKey key) {
		String name = type.getType() + "/" + type.getSubtype();
		return (name.length() <= 80) ? Redaction.redact(name, key) : "an endless content type";
	}

	private static ApiException unreadable(@Nullable String why, Head head, @Nullable ApiKey key,
			FailureOrigin origin) {
		String type = head.contentType().map((found) -> typeOnly(found, key)).orElse("no valid content type");
		String request = (origin.requestId() != null) ? " (request " + origin.requestId() + ")" : "";
		return new ApiException(
				"the answer of workload \"" + origin.workload() + "\"" + request + " cannot be read: " + why + " ("
						+ type
						+ "). Check that the URL leads to the platform and that the workload serves this operation.",
				origin);
	}

}
