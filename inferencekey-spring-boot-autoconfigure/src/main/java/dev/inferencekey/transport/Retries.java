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
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import dev.inferencekey.error.ApiException;
import dev.inferencekey.error.CallRejectedException;
import dev.inferencekey.error.FailureOrigin;
import dev.inferencekey.error.ValidationException;
import dev.inferencekey.observation.ActivityRecorder;
import dev.inferencekey.resilience.CircuitBreaker;
import dev.inferencekey.resilience.ColdStart;
import dev.inferencekey.resilience.Deadline;
import dev.inferencekey.resilience.RetryBudget;
import dev.inferencekey.resilience.RetryPolicy;
import dev.inferencekey.resilience.RetrySettings;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * The attempts of the calls of one workload: through the circuit breaker, and again after
 * a failure or when the workload has started.
 */
final class Retries {

	private static final Log logger = LogFactory.getLog(Retries.class);

	private final String workload;

	private final RetryBudget budget;

	private final RetryPolicy policy;

	private final ColdStart coldStart;

	private final Breaker breaker;

	private final Shutdown shutdown;

	private final ActivityRecorder activity;

	// How the workload last said that it is starting, to whichever call.
	private volatile @Nullable ApiException lastStart;

	/**
	 * Create an instance.
	 * @param workload the name of the workload
	 * @param settings how calls are retried
	 * @param circuitBreaker is asked before each attempt
	 * @param budget limits retries
	 * @param shutdown ends waits
	 * @param activity counts retries
	 * @param nanoTime the time in nanoseconds, of any origin
	 */
	Retries(String workload, RetrySettings settings, CircuitBreaker circuitBreaker, RetryBudget budget,
			Shutdown shutdown, ActivityRecorder activity, LongSupplier nanoTime) {
		this.workload = workload;
		this.activity = activity;
		this.budget = budget;
		this.breaker = new Breaker(workload, circuitBreaker, activity, this::isStarting);
		this.shutdown = shutdown;
		this.policy = new RetryPolicy(settings, budget, () -> ThreadLocalRandom.current().nextDouble());
		this.coldStart = new ColdStart(nanoTime, () -> ThreadLocalRandom.current().nextDouble());
	}

	int waitingForStart() {
		return this.coldStart.waiting();
	}

	private boolean isStarting(Throwable failure) {
		return RetryPolicy.isStarting(failure, this.coldStart.isAwake());
	}

	OfCall ofCall(Deadline deadline) {
		return new OfCall(deadline);
	}

	private enum Stage {

		WAITING, ANSWERED, ENDED

	}

	/**
	 * The attempts of one call.
	 */
	final class OfCall {

		private final Deadline deadline;

		private final ColdStart.Waiter waiter = Retries.this.coldStart.waiter();

		private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.WAITING);

		// How the last attempt found that the workload is starting.
		private volatile @Nullable ApiException starting;

		// Touched by one attempt after the other.
		private int failures;

		private int starts;

		private boolean sent;

		private OfCall(Deadline deadline) {
			this.deadline = deadline;
		}

		Deadline deadline() {
			return this.deadline;
		}

		<T> Publisher<T> lead(Supplier<Publisher<T>> attempt) {
			if (Retries.this.shutdown.isEnded()) {
				// Granted a permit by a call that was ended.
				return Mono.error(Retries.this.shutdown::rejection);
			}
			if (!this.sent) {
				this.sent = true;
				Retries.this.budget.call();
			}
			return Retries.this.breaker.lead(attempt);
		}

		/**
		 * Wait before the first attempt, since others wait for the workload to start and
		 * it would only send this call away, too.
		 * @return what to wait for, {@code null} to ask at once
		 */
		@Nullable Mono<Void> behindOthers() {
			ApiException known = Retries.this.lastStart;
			long answersBefore = Retries.this.coldStart.answers();
			if (known == null || !Retries.this.coldStart.isStarting()) {
				return null;
			}
			Duration wait = Retries.this.policy.behindOthers(this.deadline);
			if (wait == null) {
				return null;
			}
			this.starting = known;
			return started(wait, answersBefore);
		}

		/**
		 * Note that the workload has begun to answer.
		 */
		void answered() {
			this.starting = null;
			if (this.stage.compareAndSet(Stage.WAITING, Stage.ANSWERED)) {
				Retries.this.coldStart.begun();
			}
		}

		/**
		 * Decide after a failure.
		 * @param failure what the attempt failed with
		 * @return what to wait for before the next attempt, {@code null} to give up
		 * @throws ApiException if the workload is still starting and there is no time
		 * left
		 */
		@Nullable Mono<?> again(Throwable failure) {
			if (failure instanceof ValidationException refused && refused.status() > 0) {
				// What has read a request is awake; keys, routes and limits are looked at
				// before.
				Retries.this.coldStart.answered();
			}
			long answersBefore = Retries.this.coldStart.answers();
			boolean starts = isStarting(failure);
			this.starting = starts ? (ApiException) failure : null;
			if (starts) {
				Retries.this.lastStart = this.starting;
			}
			// Waiting for a start is not an attempt that failed.
			int attempts = starts ? ++this.starts : ++this.failures;
			Duration wait = Retries.this.policy.nextAttempt(failure, attempts, starts, this.deadline);
			if (wait == null) {
				if (starts && !Retries.this.policy.isOff()) {
					throw stillStarting((ApiException) failure);
				}
				return null;
			}
			Mono<Void> waited = starts ? started(wait, answersBefore) : delayed(failure, attempts, wait);
			String cause = starts ? "starting" : ErrorTypes.retryCause(failure);
			return waited.doOnSuccess((done) -> Retries.this.activity.retried(cause));
		}

		private Mono<Void> delayed(Throwable failure, int attempts, Duration wait) {
			logger.debug("Attempt " + attempts + " of a call of workload \"" + Retries.this.workload
					+ "\" failed and is repeated in " + wait.toMillis() + " ms: " + failure.getMessage());
			return Retries.this.shutdown.untilEnded(Mono.delay(wait).then());
		}

		private Mono<Void> started(Duration wait, long answersBefore) {
			Sinks.Empty<Void> sooner = Sinks.empty();
			if (this.waiter.await(wait, answersBefore, () -> Shutdown.tell(Retries.this.workload, sooner))) {
				logger.info("Workload \"" + Retries.this.workload + "\" is starting; asking again in " + wait.toMillis()
						+ " ms");
			}
			Mono<Void> due = Mono.just(wait)
				.expand((rest) -> Mono.delay(rest)
					.map((time) -> this.waiter.due())
					.filter((more) -> more.compareTo(Duration.ZERO) > 0))
				.then();
			return Retries.this.shutdown.untilBegun(Mono.firstWithSignal(due, sooner.asMono()));
		}

		CallRejectedException rejection() {
			return Retries.this.shutdown.rejection();
		}

		/**
		 * Why the call is out of time.
		 * @return the exception if it waits for a start, otherwise {@code null}
		 */
		@Nullable ApiException outOfTime() {
			ApiException failure = this.starting;
			return (failure != null) ? stillStarting(failure) : null;
		}

		private ApiException stillStarting(ApiException failure) {
			String request = (failure.requestId() != null) ? " (request " + failure.requestId() + ")" : "";
			return new ApiException(
					"workload \"" + Retries.this.workload + "\" is still starting" + request
							+ ", and the call may take no longer than " + this.deadline.describeTotal()
							+ ". Call again later, or raise that limit.",
					FailureOrigin.of(Retries.this.workload, failure.status())
						.withCode(failure.code())
						.withType(failure.type())
						.withRequestId(failure.requestId())
						.withRetryAfter(failure.retryAfter())
						.withCause(failure));
		}

		void end() {
			if (this.stage.getAndSet(Stage.ENDED) == Stage.ANSWERED) {
				Retries.this.coldStart.ended();
			}
			this.waiter.leave();
		}

	}

}
