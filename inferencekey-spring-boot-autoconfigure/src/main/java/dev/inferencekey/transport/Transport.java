package dev.inferencekey.transport;

import java.util.function.Function;
import java.util.function.Supplier;

import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.credential.KeySource;
import dev.inferencekey.error.AuthException;
import dev.inferencekey.error.ConfigurationException;
import dev.inferencekey.error.FailureOrigin;
import dev.inferencekey.error.InferenceKeyException;
import dev.inferencekey.error.ValidationException;
import dev.inferencekey.operation.Json;
import dev.inferencekey.operation.Operation;
import dev.inferencekey.operation.RequestBody;
import dev.inferencekey.operation.Timed;
import dev.inferencekey.resilience.CircuitBreaker;
import dev.inferencekey.resilience.ConcurrencySettings;
import dev.inferencekey.resilience.Deadline;
import dev.inferencekey.resilience.RetrySettings;
import dev.inferencekey.resilience.ShutdownGate;
import dev.inferencekey.resilience.Timeouts;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.core.JacksonException;

import org.springframework.web.reactive.function.client.WebClient;

/**
 * The one pipeline that carries every operation of one workload: local check, place,
 * attempts with the current key, deadlines.
 */
public final class Transport {

	private final String workload;

	private final String model;

	private final KeySource keys;

	private final Json json;

	private final Timeouts timeouts;

	private final Guard guard;

	private final NetworkFailures networkFailures;

	private final Exchange exchange;

	/**
	 * Create the pipeline of a workload.
	 * @param workload the name of the workload
	 * @param model what the field {@code model} says
	 * @param address where the workload is
	 * @param keys where its key comes from
	 * @param webClient the client that carries the bytes, made when first needed
	 * @param json how JSON is written and read
	 * @param resilience deadlines, retries and places
	 */
	public Transport(String workload, String model, WorkloadAddress address, KeySource keys,
			Supplier<WebClient> webClient, Json json, Resilience resilience) {
		this.workload = workload;
		this.model = model;
		this.keys = keys;
		this.json = json;
		this.timeouts = resilience.timeouts();
		this.guard = new Guard(workload, resilience);
		this.networkFailures = new NetworkFailures(workload, address);
		this.exchange = new Exchange(workload, address, webClient, json, this.networkFailures);
	}

	/**
	 * What protects the calls of a workload.
	 *
	 * @param timeouts how long calls may take
	 * @param retry how failed calls are repeated
	 * @param concurrency how many calls may be under way
	 * @param circuitBreaker is asked before each attempt
	 * @param gate counts calls, and closes when the application ends
	 */
	public record Resilience(Timeouts timeouts, RetrySettings retry, ConcurrencySettings concurrency,
			CircuitBreaker circuitBreaker, ShutdownGate gate) {
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
			RequestBody body = bodyOf(operation, request);
			Deadline deadline = deadline(request);
			CallKey callKey = new CallKey();
			return this.guard.call(
					() -> callKey.use((key) -> this.exchange.call(operation, request, body, key, deadline)), deadline);
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
			RequestBody body = bodyOf(operation, request);
			Deadline deadline = deadline(request);
			CallKey callKey = new CallKey();
			return this.guard.stream(
					() -> callKey
						.useMany((key) -> this.exchange.stream(operation, request, body, key, deadline, opened)),
					deadline);
		}).onErrorMap(this.networkFailures::of);
	}

	private Deadline deadline(Object request) {
		return Deadline.start(this.timeouts, (request instanceof Timed timed) ? timed.timeout() : null,
				System::nanoTime);
	}

	/**
	 * The key of one call: read when the call begins, and read again once when the server
	 * refuses it.
	 */
	private final class CallKey {

		private volatile @Nullable ApiKey key = ask((source) -> source.current(Transport.this.workload));

		private volatile boolean renewed;

		private <R> Mono<R> use(Function<@Nullable ApiKey, Mono<R>> attempt) {
			return attempt.apply(this.key)
				.onErrorResume(AuthException.class, (refused) -> renew()
					.flatMap((another) -> another ? attempt.apply(this.key) : Mono.error(refused)));
		}

		private <R> Flux<R> useMany(Function<@Nullable ApiKey, Flux<R>> attempt) {
			return attempt.apply(this.key)
				.onErrorResume(AuthException.class, (refused) -> renew()
					.flatMapMany((another) -> another ? attempt.apply(this.key) : Flux.error(refused)));
		}

		// A source may block, which the threads of the network must not.
		private Mono<Boolean> renew() {
			if (this.renewed) {
				return Mono.just(false);
			}
			this.renewed = true;
			return Mono.fromCallable(() -> {
				boolean another = ask((source) -> source.renew(Transport.this.workload, this.key));
				if (another) {
					this.key = ask((source) -> source.current(Transport.this.workload));
				}
				return another;
			}).subscribeOn(Schedulers.boundedElastic());
		}

	}

	private <T extends @Nullable Object> T ask(Function<KeySource, T> question) {
		try {
			return question.apply(this.keys);
		}
		catch (InferenceKeyException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			// Its message may quote anything, a key not least.
			throw new ConfigurationException(this.workload,
					"The key source of workload \"" + this.workload + "\" failed with a "
							+ ex.getClass().getSimpleName() + ".",
					"Check the KeySource or InferenceKeyConnectionDetails of the application; it must not block on threads of the network.");
		}
	}

	private <Q> @Nullable RequestBody bodyOf(Operation<Q, ?> operation, Q request) {
		String problem = operation.check().problem(request);
		if (problem != null) {
			throw new ValidationException(problem + " (workload \"" + this.workload + "\", nothing was sent)",
					FailureOrigin.local(this.workload));
		}
		try {
			return operation.encoder().encode(request, this.model, this.json);
		}
		catch (JacksonException ex) {
			throw new ValidationException(
					"an extra field cannot be written as JSON: " + ex.getOriginalMessage() + " (workload \""
							+ this.workload + "\", nothing was sent)",
					FailureOrigin.local(this.workload).withCause(ex));
		}
	}

}
