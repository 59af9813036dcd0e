package dev.inferencekey.transport;

import java.util.function.Function;
import java.util.function.Supplier;

import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.credential.KeySource;
import dev.inferencekey.error.AuthException;
import dev.inferencekey.error.FailureOrigin;
import dev.inferencekey.error.ValidationException;
import dev.inferencekey.operation.Json;
import dev.inferencekey.operation.Operation;
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
			byte[] body = bodyOf(operation, request);
			Deadline deadline = deadline(request);
			return this.guard.call(() -> withKey((key) -> this.exchange.call(operation, request, body, key, deadline)),
					deadline);
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
			Deadline deadline = deadline(request);
			return this.guard.stream(
					() -> withKeyMany((key) -> this.exchange.stream(operation, request, body, key, deadline, opened)),
					deadline);
		}).onErrorMap(this.networkFailures::of);
	}

	private Deadline deadline(Object request) {
		return Deadline.start(this.timeouts, (request instanceof Timed timed) ? timed.timeout() : null,
				System::nanoTime);
	}

	// A key that was just replaced is refused until it is read again; once is enough.

	private <R> Mono<R> withKey(Function<@Nullable ApiKey, Mono<R>> attempt) {
		ApiKey key = this.keys.current(this.workload);
		return attempt.apply(key)
			.onErrorResume(AuthException.class, (refused) -> this.keys.renew(this.workload, key)
					? attempt.apply(this.keys.current(this.workload)) : Mono.error(refused));
	}

	private <R> Flux<R> withKeyMany(Function<@Nullable ApiKey, Flux<R>> attempt) {
		ApiKey key = this.keys.current(this.workload);
		return attempt.apply(key)
			.onErrorResume(AuthException.class, (refused) -> this.keys.renew(this.workload, key)
					? attempt.apply(this.keys.current(this.workload)) : Flux.error(refused));
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

}
