package dev.inferencekey.transport;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.credential.KeySource;
import dev.inferencekey.credential.Redaction;
import dev.inferencekey.error.ConfigurationException;
import dev.inferencekey.error.FailureOrigin;
import dev.inferencekey.error.InferenceKeyException;
import dev.inferencekey.error.ValidationException;
import dev.inferencekey.observation.CallObservations;
import dev.inferencekey.observation.ActivityRecorder;
import dev.inferencekey.operation.Json;
import dev.inferencekey.operation.Operation;
import dev.inferencekey.operation.RequestBody;
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
 * attempts with the current key, deadlines, and the record of what became of the call.
 */
public final class Transport {

	private static final Operation<String, Boolean> PROBE = new Operation<>("models", "/v1/models", RequestBody.JSON,
			(nothing) -> null, (nothing, model, json) -> null, (nothing, json) -> (bytes, from, to) -> true);

	private final String workload;

	private final String model;

	private final WorkloadAddress address;

	private final KeySource keys;

	private final Json json;

	private final Resilience resilience;

	private final ActivityRecorder activity;

	private final CallRecords records;

	private final Guard guard;

	private final Retries retries;

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
	 * @param telemetry who is told of calls
	 */
	public Transport(String workload, String model, WorkloadAddress address, KeySource keys,
			Supplier<WebClient> webClient, Json json, Resilience resilience, Telemetry telemetry) {
		this.workload = workload;
		this.model = model;
		this.address = address;
		this.keys = keys;
		this.json = json;
		this.resilience = resilience;
		this.activity = telemetry.activity();
		this.records = new CallRecords(workload, telemetry, json);
		this.guard = new Guard(workload, resilience, telemetry.activity());
		this.retries = new Retries(workload, resilience, telemetry.activity(), System::nanoTime);
		this.networkFailures = new NetworkFailures(workload, address);
		this.exchange = new Exchange(workload, address, webClient, json, this.networkFailures,
				resilience.scheduling().alarms());
	}

	/**
	 * What protects the calls of a workload.
	 *
	 * @param timeouts how long calls may take
	 * @param retry how failed calls are repeated
	 * @param concurrency how many calls may be under way
	 * @param circuitBreaker is asked before each attempt
	 * @param gate counts calls, and closes when the application ends
	 * @param scheduling times calls and runs what follows their waits
	 */
	public record Resilience(Timeouts timeouts, RetrySettings retry, ConcurrencySettings concurrency,
			CircuitBreaker circuitBreaker, ShutdownGate gate, CallScheduling scheduling) {
	}

	/**
	 * Who is told of the calls of a workload.
	 *
	 * @param observations observes calls
	 * @param activity counts them
	 * @param content where prompts and answers may be shown
	 * @param failures is told of observers that fail
	 */
	public record Telemetry(CallObservations observations, ActivityRecorder activity, ContentSettings content,
			ObserverFailures failures) {
	}

	/**
	 * The name of the workload.
	 * @return the name
	 */
	public String workload() {
		return this.workload;
	}

	/**
	 * How the workload is doing.
	 * @return a view of this pipeline
	 */
	public WorkloadMonitor monitor() {
		return new WorkloadMonitor(this);
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
		return call(operation, request, (refused) -> null);
	}

	/**
	 * Call and wait for the whole answer; if the server refuses the request, another may
	 * be sent instead, as part of the same call.
	 * @param <Q> the type of the request
	 * @param <R> the type of the answer
	 * @param operation what to do
	 * @param request with what
	 * @param instead gives the other request, or {@code null} when there is none
	 * @return the answer, or one of the exceptions of the package {@code error}
	 */
	public <Q, R> Mono<R> call(Operation<Q, R> operation, Q request,
			Function<ValidationException, @Nullable Q> instead) {
		return Mono.fromDirect(new CallFlux<>(this.resilience.scheduling(),
				(context) -> new UnaryCall<>(this, operation, request, context, instead)));
	}

	/**
	 * Call and hand on the frames of the answer as they come, in the thread-bound context
	 * of whoever subscribes if anybody observes calls.
	 * @param <Q> the type of the request
	 * @param <R> the type of a frame
	 * @param operation what to do
	 * @param request with what
	 * @return the frames, or one of the exceptions of the package {@code error}
	 */
	public <Q, R> Flux<R> stream(Operation<Q, R> operation, Q request) {
		Flux<R> frames = rawStream(operation, request, StreamListener.NONE);
		return this.records.isObserved() ? new CallerContext<>(frames, this.workload, this.records.failures()) : frames;
	}

	/**
	 * Call and hand on the frames of the answer as they come, for a reader that has a
	 * thread of its own.
	 * @param <Q> the type of the request
	 * @param <R> the type of a frame
	 * @param operation what to do
	 * @param request with what
	 * @param listener is told besides
	 * @return the frames, or one of the exceptions of the package {@code error}
	 */
	public <Q, R> Flux<R> rawStream(Operation<Q, R> operation, Q request, StreamListener listener) {
		return new CallFlux<>(this.resilience.scheduling(),
				(context) -> new StreamCall<>(this, operation, request, context, listener));
	}

	<T extends @Nullable Object> T ask(Function<KeySource, T> question) {
		try {
			return question.apply(this.keys);
		}
		catch (InferenceKeyException ex) {
			throw ex;
		}
		catch (RuntimeException | LinkageError ex) {
			// Its message may quote anything, a key not least.
			throw new ConfigurationException(this.workload,
					"The key source of workload \"" + this.workload + "\" failed with a "
							+ ex.getClass().getSimpleName() + ".",
					"Check the KeySource or InferenceKeyConnectionDetails of the application; it must not block on threads of the network.");
		}
	}

	<Q> @Nullable RequestBody bodyOf(Operation<Q, ?> operation, Q request) {
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
					"an extra field cannot be written as JSON: " + Redaction.redact(ex.getOriginalMessage())
							+ " (workload \"" + this.workload + "\", nothing was sent)",
					isSecret(ex) ? FailureOrigin.local(this.workload)
							: FailureOrigin.local(this.workload).withCause(ex));
		}
	}

	private static boolean isSecret(JacksonException failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			String message = String.valueOf(cause.getMessage());
			if (!message.equals(Redaction.redact(message))) {
				return true;
			}
		}
		return false;
	}

	String model() {
		return this.model;
	}

	WorkloadAddress address() {
		return this.address;
	}

	Resilience resilience() {
		return this.resilience;
	}

	ActivityRecorder activity() {
		return this.activity;
	}

	Guard guard() {
		return this.guard;
	}

	Retries retries() {
		return this.retries;
	}

	Exchange exchange() {
		return this.exchange;
	}

	CallRecords records() {
		return this.records;
	}

	NetworkFailures networkFailures() {
		return this.networkFailures;
	}

	@Nullable ApiKey currentKey() {
		return ask((source) -> source.current(this.workload));
	}

	/**
	 * Ask the workload whether it is there, outside of everything that calls go through.
	 * @param timeout how long it may take
	 * @return completes when it answers with success, and fails as a call would
	 */
	Mono<Void> probe(Duration timeout) {
		return Mono.defer(() -> {
			Deadline deadline = Deadline.start(new Timeouts(timeout, timeout, timeout), null, System::nanoTime);
			return this.exchange.call(new Attempt<>(PROBE, "", null, currentKey(), deadline));
		}).onErrorMap(this.networkFailures::of).then();
	}

}
