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

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Function;

import dev.inferencekey.exchange.Attempt;
import dev.inferencekey.exchange.CallTimer;
import dev.inferencekey.exchange.DeadlineExceededException;
import dev.inferencekey.exchange.Exchange;
import dev.inferencekey.exchange.Limits;
import dev.inferencekey.exchange.NetworkFailures;
import dev.inferencekey.exchange.StreamListener;
import dev.inferencekey.observation.ActivityRecorder;
import dev.inferencekey.operation.Operation;
import dev.inferencekey.operation.Timed;
import dev.inferencekey.resilience.Deadline;
import dev.inferencekey.resilience.RetryBudget;
import dev.inferencekey.resilience.Timeouts;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/**
 * The one pipeline that carries every operation of one workload: local check, permit,
 * attempts with the current key, the deadline, and the record of what became of the call.
 */
public final class Transport {

	private static final Operation<String, Boolean> PROBE = Operation.<String, Boolean>named("models", "/v1/models")
		.method("GET")
		.reader((nothing, head, json) -> (bytes, from, to) -> true)
		.build();

	private final WorkloadTarget target;

	private final Exchange exchange;

	private final RequestBodies bodies;

	private final WorkloadKeys keys;

	private final Timeouts timeouts;

	private final Bulkhead bulkhead;

	private final Retries retries;

	private final KeyRenewals renewals;

	private final CallRecords records;

	private final Executor threads;

	private final CallTimer timer;

	private final WorkloadMonitor monitor;

	/**
	 * Create the pipeline of a workload.
	 * @param settings what is called, and how its calls are protected
	 * @param resources what all workloads of a client share
	 */
	public Transport(TransportSettings settings, TransportResources resources) {
		this.target = settings.target();
		String workload = this.target.workload();
		ActivityRecorder activity = settings.activity();
		this.exchange = new Exchange(settings.webClient(), resources.json(), resources.timer(), resources.threads());
		this.bodies = new RequestBodies(workload, settings.model(), resources.json());
		this.keys = new WorkloadKeys(workload, settings.keys());
		this.timeouts = settings.timeouts().orElse(Timeouts.DEFAULTS);
		this.threads = resources.threads();
		this.timer = resources.timer();
		Shutdown shutdown = new Shutdown(workload, resources.gate(), activity);
		RetryBudget budget = new RetryBudget();
		this.bulkhead = new Bulkhead(workload, settings.concurrency(), shutdown, activity);
		this.retries = new Retries(workload, settings.retry(), settings.circuitBreaker(), budget, shutdown, activity,
				System::nanoTime);
		this.renewals = new KeyRenewals(budget, activity);
		this.records = new CallRecords(workload, settings.observations(), activity, resources);
		this.monitor = new WorkloadMonitor(settings, this.keys, this.bulkhead, this.retries, this.renewals,
				this::probe);
	}

	/**
	 * The name of the workload.
	 * @return the name
	 */
	public String workload() {
		return this.target.workload();
	}

	/**
	 * Take keys out of text that an answer may have quoted.
	 * @param text any text
	 * @return the text without the workload's key, the same instance when there was none
	 */
	public String hideKey(String text) {
		return this.keys.hideIn(text);
	}

	/**
	 * How the workload is doing.
	 * @return a view of this pipeline
	 */
	public WorkloadMonitor monitor() {
		return this.monitor;
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
		return call(operation, request, (failure) -> null);
	}

	/**
	 * Call and wait for the whole answer; after a failure another request may be sent
	 * instead, as part of the same call.
	 * @param <Q> the type of the request
	 * @param <R> the type of the answer
	 * @param operation what to do
	 * @param request with what
	 * @param instead gives the other request, or {@code null} to treat the failure like
	 * any other; asked after each failed attempt
	 * @return the answer, or one of the exceptions of the package {@code error}
	 */
	public <Q, R> Mono<R> call(Operation<Q, R> operation, Q request, Function<Throwable, @Nullable Q> instead) {
		return Mono.fromDirect(new CallFlux<>(this.threads, this.timer,
				(context) -> begin(operation, request, context, instead, this.exchange::call)));
	}

	/**
	 * Call and hand on the pieces of the answer as they come, in the thread-bound context
	 * of the subscriber if calls are observed.
	 * @param <Q> the type of the request
	 * @param <R> the type of a piece
	 * @param operation what to do
	 * @param request with what
	 * @return the pieces, or one of the exceptions of the package {@code error}
	 */
	public <Q, R> Flux<R> stream(Operation<Q, R> operation, Q request) {
		return stream(operation, request, (failure) -> null);
	}

	/**
	 * Call and hand on the pieces of the answer as they come; after a failure before the
	 * first piece another request may be sent instead, as part of the same call.
	 * @param <Q> the type of the request
	 * @param <R> the type of a piece
	 * @param operation what to do
	 * @param request with what
	 * @param instead gives the other request, or {@code null} to treat the failure like
	 * any other; asked after each failed attempt
	 * @return the pieces, or one of the exceptions of the package {@code error}
	 */
	public <Q, R> Flux<R> stream(Operation<Q, R> operation, Q request, Function<Throwable, @Nullable Q> instead) {
		Flux<R> pieces = rawStream(operation, request, instead, StreamListener.NONE);
		return this.records.isObserved() ? new CallerContext<>(pieces, workload(), this.records.failures()) : pieces;
	}

	/**
	 * Call and hand on the pieces of the answer as they come, for a reader that has a
	 * thread of its own.
	 * @param <Q> the type of the request
	 * @param <R> the type of a piece
	 * @param operation what to do
	 * @param request with what
	 * @param listener is told besides
	 * @return the pieces, or one of the exceptions of the package {@code error}
	 */
	public <Q, R> Flux<R> rawStream(Operation<Q, R> operation, Q request, StreamListener listener) {
		return rawStream(operation, request, (failure) -> null, listener);
	}

	private <Q, R> Flux<R> rawStream(Operation<Q, R> operation, Q request, Function<Throwable, @Nullable Q> instead,
			StreamListener listener) {
		return new CallFlux<>(this.threads, this.timer, (context) -> begin(operation, request, context, instead,
				(attempt) -> this.exchange.stream(attempt, listener)));
	}

	private <Q, R> Call<Q, R> begin(Operation<Q, R> operation, Q request, Context caller,
			Function<Throwable, @Nullable Q> instead, Function<Attempt<Q, R>, Publisher<R>> exchange) {
		CallRecord<R> record = this.records.begin(operation, request, caller);
		Deadline deadline;
		try {
			deadline = Deadline.start(this.timeouts, (request instanceof Timed timed) ? timed.timeout() : null,
					this.target.origin("timeout.total"), System::nanoTime);
		}
		catch (RuntimeException ex) {
			record.failed(ex);
			throw ex;
		}
		Sending<Q, R> sending = new Sending<>(operation, request, this.target,
				new Limits(deadline.firstChunk(), deadline.idle()), this.bodies::write, exchange);
		Call.Protection protection = new Call.Protection(this.bulkhead.permit(),
				new CallKey(this.keys, this.renewals, this.threads), this.retries.ofCall(deadline));
		return new Call<>(sending, record, protection, instead, caller);
	}

	/**
	 * Ask the workload whether it is there, outside of everything that calls go through.
	 * @param timeout how long it may take
	 * @return completes when it answers with success, and fails as a call would
	 */
	private Mono<Void> probe(Duration timeout) {
		return Mono
			.defer(() -> this.exchange
				.call(Attempt.of(PROBE, "", this.target, new Limits(timeout, timeout)).withKey(this.keys.current())))
			.timeout(timeout, Mono.error(() -> DeadlineExceededException.total(timeout, "the probe")))
			.onErrorMap((failure) -> NetworkFailures.of(this.target, "/v1/models", failure))
			.then();
	}

}
