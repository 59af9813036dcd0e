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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.Supplier;

import dev.inferencekey.error.ApiException;
import dev.inferencekey.error.CallRejectedException;
import dev.inferencekey.error.StreamInterruptedException;
import dev.inferencekey.error.TransportException;
import dev.inferencekey.exchange.DeadlineExceededException;
import dev.inferencekey.observation.ActivityRecorder;
import dev.inferencekey.resilience.CircuitBreaker;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Leads the attempts of one workload through its circuit breaker.
 */
final class Breaker {

	// A route that is not offered says nothing about the others.
	private static final int NOT_IMPLEMENTED = 501;

	private final String workload;

	private final CircuitBreaker circuitBreaker;

	private final ActivityRecorder activity;

	private final Predicate<Throwable> starting;

	Breaker(String workload, CircuitBreaker circuitBreaker, ActivityRecorder activity, Predicate<Throwable> starting) {
		this.workload = workload;
		this.starting = starting;
		this.activity = activity;
		this.circuitBreaker = circuitBreaker;
	}

	<T> Publisher<T> lead(Supplier<Publisher<T>> attempts) {
		if (CircuitBreaker.NONE.equals(this.circuitBreaker)) {
			return attempts.get();
		}
		if (!this.circuitBreaker.tryEnter()) {
			return Mono.error(open());
		}
		Outcome outcome = new Outcome();
		Publisher<T> attempt = attempts.get();
		// In time for a caller that calls again as soon as it has its answer.
		return (attempt instanceof Mono<T> whole)
				? whole.doOnSuccess((answer) -> outcome.succeeded())
					.doOnError(outcome::failed)
					.doOnCancel(outcome::abandoned)
				: Flux.from(attempt)
					.doOnComplete(outcome::succeeded)
					.doOnError(outcome::failed)
					.doOnCancel(outcome::abandoned);
	}

	private CallRejectedException open() {
		this.activity.rejected("circuit_breaker");
		return new CallRejectedException("the circuit breaker of workload \"" + this.workload
				+ "\" is open, because too many calls failed. Nothing was sent; see inferencekey.circuit-breaker.",
				this.workload);
	}

	/**
	 * Tells the circuit breaker before the caller learns, so that a call that follows at
	 * once is counted against the new state.
	 */
	private final class Outcome {

		private final long start = System.nanoTime();

		private final AtomicBoolean told = new AtomicBoolean();

		private void succeeded() {
			if (this.told.compareAndSet(false, true)) {
				Breaker.this.circuitBreaker.succeeded(took());
			}
		}

		private void failed(Throwable failure) {
			if (Breaker.this.starting.test(failure) || DeadlineExceededException.isShutdown(failure)) {
				// Neither an answer nor an outage; an open breaker would turn away the
				// calls that wait.
				abandoned();
			}
			else if (!isOfTheWorkload(failure)) {
				succeeded();
			}
			else if (this.told.compareAndSet(false, true)) {
				Breaker.this.circuitBreaker.failed(took(), failure);
			}
		}

		// A caller may also cancel what has ended.
		private void abandoned() {
			if (this.told.compareAndSet(false, true)) {
				Breaker.this.circuitBreaker.abandoned();
			}
		}

		private Duration took() {
			return Duration.ofNanos(System.nanoTime() - this.start);
		}

		// A rejected request or key is not the workload's fault.
		private static boolean isOfTheWorkload(Throwable failure) {
			return failure instanceof TransportException || failure instanceof StreamInterruptedException
					|| (failure instanceof ApiException api && api.status() != NOT_IMPLEMENTED
							&& (api.isRetryable() || api.status() >= 500));
		}

	}

}
