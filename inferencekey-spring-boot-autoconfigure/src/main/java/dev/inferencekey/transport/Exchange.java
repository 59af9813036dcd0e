package dev.inferencekey.transport;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
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
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.BodyInserter;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * One request and its answer: address, credential, exchange, status to exception, body to
 * value. Does not retry.
 */
final class Exchange {

	private static final String DEADLINE = Exchange.class.getName() + ".deadline";

	private final String workload;

	private final WorkloadAddress address;

	private final Supplier<WebClient> webClient;

	private final Json json;

	private final StatusFailures statusFailures;

	private final NetworkFailures networkFailures;

	Exchange(String workload, WorkloadAddress address, Supplier<WebClient> webClient, Json json,
			NetworkFailures networkFailures) {
		this.workload = workload;
		this.address = address;
		this.webClient = SingletonSupplier.of(() -> webClient.get().mutate().filter(Exchange::limitTimeToHead).build());
		this.json = json;
		this.statusFailures = new StatusFailures(workload, Clock.systemUTC());
		this.networkFailures = networkFailures;
	}

	private static Mono<ClientResponse> limitTimeToHead(ClientRequest request, ExchangeFunction next) {
		Deadline deadline = (Deadline) request.attribute(DEADLINE).orElseThrow();
		Duration remaining = deadline.remaining();
		boolean total = remaining.compareTo(deadline.firstChunk()) < 0;
		return next.exchange(request)
			.timeout(total ? remaining : deadline.firstChunk(),
					Mono.error(() -> total ? DeadlineExceededException.total(deadline.total())
							: DeadlineExceededException.firstChunk(deadline.firstChunk())));
	}

	<Q, R> Mono<R> call(Operation<Q, R> operation, Q request, @Nullable RequestBody body, @Nullable ApiKey key,
			Deadline deadline) {
		OpenConnection connection = new OpenConnection();
		return request(operation, body, key, deadline).httpRequest(connection::opened)
			.exchangeToMono((response) -> isSuccess(response) ? answer(operation, request, response, key, deadline)
					: refusal(response, key, deadline))
			.doOnCancel(connection::close)
			.onErrorMap((failure) -> failed(failure, connection));
	}

	<Q, R> Flux<R> stream(Operation<Q, R> operation, Q request, @Nullable RequestBody body, @Nullable ApiKey key,
			Deadline deadline, Runnable opened) {
		OpenConnection connection = new OpenConnection();
		return request(operation, body, key, deadline).httpRequest(connection::opened).exchangeToFlux((response) -> {
			if (!isSuccess(response)) {
				return this.<R>refusal(response, key, deadline).flux();
			}
			Operation.Reader<R> reader = operation.reader().start(request, this.json);
			if (!isEventStream(response)) {
				return noStream(reader, response, key, deadline).flux();
			}
			opened.run();
			return new FrameFlux<>(bytesOf(response, deadline), reader,
					new StreamFailures(this.json, this.networkFailures, key, originOf(response, key)), deadline);
		}).doOnCancel(connection::close).onErrorMap((failure) -> failed(failure, connection));
	}

	private Throwable failed(Throwable failure, OpenConnection connection) {
		connection.close();
		return this.networkFailures.beforeAnswer(failure);
	}

	private WebClient.RequestBodySpec request(Operation<?, ?> operation, @Nullable RequestBody body,
			@Nullable ApiKey key, Deadline deadline) {
		URI uri = this.address.resolve(operation.path());
		WebClient.RequestBodySpec request = this.webClient.get()
			.method((body != null) ? HttpMethod.POST : HttpMethod.GET)
			.uri(uri)
			.attribute(DEADLINE, deadline);
		request.headers((headers) -> {
			headers.set(HttpHeaders.ACCEPT, operation.accept());
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

	private static boolean isSuccess(ClientResponse response) {
		return response.statusCode().is2xxSuccessful();
	}

	private static boolean isEventStream(ClientResponse response) {
		return contentType(response).map(MediaType.TEXT_EVENT_STREAM::isCompatibleWith).orElse(true);
	}

	private static Optional<MediaType> contentType(ClientResponse response) {
		try {
			return response.headers().contentType();
		}
		catch (InvalidMediaTypeException ex) {
			// A server that writes nonsense here may still answer well.
			return Optional.empty();
		}
	}

	private static Flux<DataBuffer> bytesOf(ClientResponse response, Deadline deadline) {
		return new TimedBytes(response.body(BodyExtractors.toDataBuffers()), deadline);
	}

	private <Q, R> Mono<R> answer(Operation<Q, R> operation, Q request, ClientResponse response, @Nullable ApiKey key,
			Deadline deadline) {
		long announced = response.headers().contentLength().orElse(-1);
		return bytesOf(response, deadline)
			.collect(() -> new BodyCollector(BodyCollector.MAX_ANSWER, announced), BodyCollector::add)
			.map((body) -> Objects
				.requireNonNull(operation.reader().start(request, this.json).read(body.array(), 0, body.length())))
			.onErrorMap((failure) -> unusable(failure, response, key));
	}

	private Throwable unusable(Throwable failure, ClientResponse response, @Nullable ApiKey key) {
		if (failure instanceof UnreadableResponseException) {
			return unreadable(failure.getMessage(), response, originOf(response, key).withCause(failure));
		}
		if (failure instanceof ErrorFrameException reported) {
			return this.statusFailures.of(response.statusCode().value(), response.headers().asHttpHeaders(),
					reported.error(), key);
		}
		// The answer had begun, so that this is no failure to repeat the call for.
		return this.networkFailures.of(failure);
	}

	private <R> Mono<R> refusal(ClientResponse response, @Nullable ApiKey key, Deadline deadline) {
		return excerpt(response, deadline).flatMap((body) -> Mono
			.error(this.statusFailures.of(response.statusCode().value(), response.headers().asHttpHeaders(),
					ErrorBody.parse(this.json, body.array(), 0, body.length()), key)));
	}

	// A server that cannot stream may still say why.
	private <R> Mono<R> noStream(Operation.Reader<R> reader, ClientResponse response, @Nullable ApiKey key,
			Deadline deadline) {
		return excerpt(response, deadline).flatMap((body) -> {
			UnreadableResponseException noStream = new UnreadableResponseException("it is no event stream");
			try {
				reader.read(body.array(), 0, body.length());
				return Mono.error(unusable(noStream, response, key));
			}
			catch (ErrorFrameException ex) {
				return Mono.error(unusable(ex, response, key));
			}
			catch (UnreadableResponseException ex) {
				return Mono.error(unusable(noStream, response, key));
			}
		});
	}

	// The status says what is wrong even when the body breaks off.
	private static Mono<BodyCollector> excerpt(ClientResponse response, Deadline deadline) {
		BodyCollector body = new BodyCollector(BodyCollector.MAX_ERROR, -1);
		return bytesOf(response, deadline).doOnNext(body::addUpToLimit)
			.takeUntil((buffer) -> body.isFull())
			.then()
			.onErrorComplete()
			.thenReturn(body);
	}

	private FailureOrigin originOf(ClientResponse response, @Nullable ApiKey key) {
		return new FailureOrigin(this.workload, response.statusCode().value(), null,
				StatusFailures.requestId(response.headers().asHttpHeaders(), key), null, null);
	}

	// Without parameters, which are the server's to fill, with a key perhaps.
	private static String typeOnly(MediaType type) {
		String name = type.getType() + "/" + type.getSubtype();
		return (name.length() <= 80) ? Redaction.redact(name) : "an endless content type";
	}

	private static ApiException unreadable(@Nullable String why, ClientResponse response, FailureOrigin origin) {
		String type = contentType(response).map(Exchange::typeOnly).orElse("no valid content type");
		String request = (origin.requestId() != null) ? " (request " + origin.requestId() + ")" : "";
		return new ApiException(
				"the answer of workload \"" + origin.workload() + "\"" + request + " cannot be read: " + why + " ("
						+ type
						+ "). Check that the URL leads to the platform and that the workload serves this operation.",
				origin);
	}

}
