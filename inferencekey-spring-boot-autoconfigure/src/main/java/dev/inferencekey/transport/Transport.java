package dev.inferencekey.transport;

import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;

import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.credential.KeySource;
import dev.inferencekey.error.ApiException;
import dev.inferencekey.error.FailureOrigin;
import dev.inferencekey.error.ValidationException;
import dev.inferencekey.operation.ErrorBody;
import dev.inferencekey.operation.ErrorFrameException;
import dev.inferencekey.operation.Json;
import dev.inferencekey.operation.Operation;
import dev.inferencekey.operation.UnreadableResponseException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.BodyInserter;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * The one pipeline that carries every operation of one workload: local check, address,
 * credential, exchange, status to exception, body to value.
 */
public final class Transport {

	private final String workload;

	private final String model;

	private final WorkloadAddress address;

	private final KeySource keys;

	private final Supplier<WebClient> webClient;

	private final Json json;

	private final StatusFailures statusFailures;

	private final NetworkFailures networkFailures;

	/**
	 * Create the pipeline of a workload.
	 * @param workload the name of the workload
	 * @param model what the field {@code model} says
	 * @param address where the workload is
	 * @param keys where its key comes from
	 * @param webClient the client that carries the bytes, made when first needed
	 * @param json how JSON is written and read
	 */
	public Transport(String workload, String model, WorkloadAddress address, KeySource keys,
			Supplier<WebClient> webClient, Json json) {
		this.workload = workload;
		this.model = model;
		this.address = address;
		this.keys = keys;
		this.webClient = webClient;
		this.json = json;
		this.statusFailures = new StatusFailures(workload, Clock.systemUTC());
		this.networkFailures = new NetworkFailures(workload, address);
	}

	/**
	 * The name of the workload.
	 * @return the name
	 */
	public String workload() {
		return this.workload;
	}

	/**
	 * Call and wait for the whole answer.
	 * @param <Q> the type of the request
	 * @param <R> the type of the answer
	 * @param operation what to do
	 * @param request with what
	 * @return the answer, or one of the exceptions of the package {@code error}
	 */
	public <Q, R> Mono<R> call(Operation<Q, R> operation, Q request) {
		return Mono.defer(() -> {
			byte[] body = bodyOf(operation, request);
			ApiKey key = this.keys.current(this.workload);
			return exchange(operation, body, key, MediaType.APPLICATION_JSON)
				.exchangeToMono((response) -> isSuccess(response) ? answer(operation, request, response, key)
						: refusal(response, key));
		}).onErrorMap(this.networkFailures::of);
	}

	/**
	 * Call and hand on the frames of the answer as they come.
	 * @param <Q> the type of the request
	 * @param <R> the type of a frame
	 * @param operation what to do
	 * @param request with what
	 * @param opened is run when the head of a successful answer is there
	 * @return the frames, or one of the exceptions of the package {@code error}
	 */
	public <Q, R> Flux<R> stream(Operation<Q, R> operation, Q request, Runnable opened) {
		return Flux.defer(() -> {
			byte[] body = bodyOf(operation, request);
			ApiKey key = this.keys.current(this.workload);
			return exchange(operation, body, key, MediaType.TEXT_EVENT_STREAM).exchangeToFlux((response) -> {
				if (!isSuccess(response)) {
					return this.<R>refusal(response, key).flux();
				}
				FailureOrigin origin = originOf(response);
				if (!isEventStream(response)) {
					return Flux.error(unreadable("it is no event stream", response, origin));
				}
				opened.run();
				return new FrameFlux<>(bytesOf(response), operation.reader().start(request, this.json),
						new StreamFailures(this.json, this.networkFailures, key, origin));
			});
		}).onErrorMap(this.networkFailures::of);
	}

	private <Q> byte[] bodyOf(Operation<Q, ?> operation, Q request) {
		String problem = operation.check().problem(request);
		if (problem != null) {
			throw new ValidationException(problem + " (workload \"" + this.workload + "\", nothing was sent)",
					FailureOrigin.local(this.workload));
		}
		try {
			return this.json.write((generator) -> {
				generator.writeStringProperty("model", this.model);
				operation.writer().write(request, generator);
			});
		}
		catch (JacksonException ex) {
			throw new ValidationException(
					"an extra field cannot be written as JSON: " + ex.getOriginalMessage() + " (workload \""
							+ this.workload + "\", nothing was sent)",
					FailureOrigin.local(this.workload).withCause(ex));
		}
	}

	private WebClient.RequestHeadersSpec<?> exchange(Operation<?, ?> operation, byte[] body, @Nullable ApiKey key,
			MediaType accept) {
		URI uri = this.address.resolve(operation.path());
		WebClient.RequestBodySpec request = this.webClient.get().post().uri(uri);
		request.accept(accept).contentType(MediaType.APPLICATION_JSON).contentLength(body.length);
		if (key != null) {
			request.headers((headers) -> headers.setBearerAuth(key.reveal()));
		}
		return request.body(bytes(body));
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

	private static Flux<DataBuffer> bytesOf(ClientResponse response) {
		return response.body(BodyExtractors.toDataBuffers());
	}

	private <Q, R> Mono<R> answer(Operation<Q, R> operation, Q request, ClientResponse response, @Nullable ApiKey key) {
		long announced = response.headers().contentLength().orElse(-1);
		return bytesOf(response)
			.collect(() -> new BodyCollector(BodyCollector.MAX_ANSWER, announced), BodyCollector::add)
			.map((body) -> operation.reader().start(request, this.json).read(body.array(), 0, body.length()))
			.onErrorMap(UnreadableResponseException.class,
					(ex) -> unreadable(ex.getMessage(), response, originOf(response).withCause(ex)))
			.onErrorMap(ErrorFrameException.class, (ex) -> this.statusFailures.of(response.statusCode().value(),
					response.headers().asHttpHeaders(), ex.error(), key));
	}

	private <R> Mono<R> refusal(ClientResponse response, @Nullable ApiKey key) {
		BodyCollector body = new BodyCollector(BodyCollector.MAX_ERROR, -1);
		// The status says what is wrong even when the body breaks off.
		return bytesOf(response).doOnNext(body::addUpToLimit)
			.takeUntil((buffer) -> body.isFull())
			.then()
			.onErrorComplete()
			.then(Mono
				.error(() -> this.statusFailures.of(response.statusCode().value(), response.headers().asHttpHeaders(),
						ErrorBody.parse(this.json, body.array(), 0, body.length()), key)));
	}

	private FailureOrigin originOf(ClientResponse response) {
		return new FailureOrigin(this.workload, response.statusCode().value(), null,
				StatusFailures.requestId(response.headers().asHttpHeaders()), null);
	}

	private static ApiException unreadable(@Nullable String why, ClientResponse response, FailureOrigin origin) {
		String type = contentType(response).map(MediaType::toString).orElse("no valid content type");
		String request = (origin.requestId() != null) ? " (request " + origin.requestId() + ")" : "";
		return new ApiException(
				"the answer of workload \"" + origin.workload() + "\"" + request + " cannot be read: " + why + " ("
						+ type
						+ "). Check that the URL leads to the platform and that the workload serves this operation.",
				origin);
	}

}
