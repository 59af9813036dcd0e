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

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import dev.inferencekey.error.ApiException;
import dev.inferencekey.error.CallRejectedException;
import dev.inferencekey.error.FailureOrigin;
import dev.inferencekey.exchange.CallTimer;
import dev.inferencekey.observation.ActivityRecorder;
import dev.inferencekey.resilience.CircuitBreaker;
import dev.inferencekey.resilience.ConcurrencySettings;
import dev.inferencekey.resilience.Deadline;
import dev.inferencekey.resilience.RetryBudget;
import dev.inferencekey.resilience.RetrySettings;
import dev.inferencekey.resilience.ShutdownGate;
import dev.inferencekey.resilience.Timeouts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.util.context.Context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Races for a permit, and long cold starts.
 */
class BulkheadTests {

	private final ShutdownGate gate = new ShutdownGate();

	private final ActivityRecorder activity = new ActivityRecorder(Clock.systemUTC());

	private final CallThreads threads = new CallThreads();

	private final CallTimer timer = new CallTimer(this.threads);

	private final Bulkhead bulkhead = bulkhead();

	@AfterEach
	void end() {
		this.timer.close();
		this.threads.close();
	}

	private Shutdown shutdown() {
		return new Shutdown("w", this.gate, this.activity);
	}

	private Bulkhead bulkhead() {
		return new Bulkhead("w", ConcurrencySettings.UNSET.withMaxInFlight(1).withMaxQueued(10), shutdown(),
				this.activity);
	}

	private Retries retries(LongSupplier nanoTime) {
		return new Retries("w", RetrySettings.UNSET.withMaxAttempts(2), CircuitBreaker.NONE, new RetryBudget(),
				shutdown(), this.activity, nanoTime);
	}

	private static Deadline deadline(Duration total) {
		return Deadline.start(Timeouts.DEFAULTS, total, "a property", System::nanoTime);
	}

	private <T> Mono<T> call(Supplier<Mono<T>> attempt, Deadline deadline) {
		return call(retries(System::nanoTime), attempt, deadline);
	}

	private <T> Mono<T> call(Retries retries, Supplier<Mono<T>> attempt, Deadline deadline) {
		return Mono.fromDirect(stream(retries, attempt, deadline));
	}

	private <T> CallFlux<T> stream(Retries retries, Supplier<? extends Publisher<T>> attempts, Deadline deadline) {
		return new CallFlux<>(Runnable::run, this.timer,
				(context) -> new Course<>(context, this.bulkhead.permit(), retries.ofCall(deadline), attempts));
	}

	/**
	 * A permit and attempts, and nothing else.
	 */
	private record Course<T>(Context context, Bulkhead.Permit permit, Retries.OfCall retries,
			Supplier<? extends Publisher<T>> attempts) implements CallCourse<T> {

		@Override
		public Duration remaining() {
			return this.retries.deadline().remaining();
		}

		@Override
		public Mono<?> begin() {
			return this.permit.acquire();
		}

		@Override
		public void attempt(CoreSubscriber<? super T> subscriber) {
			this.retries.<T>lead(this.attempts::get).subscribe(subscriber);
		}

		@Override
		public Mono<?> again(Throwable failure) {
			return this.retries.again(failure);
		}

		@Override
		public void delivered(T value) {
			this.retries.answered();
			this.permit.release();
		}

		@Override
		public Throwable overdue(boolean closed) {
			return new IllegalStateException("overdue");
		}

		@Override
		public void succeeded() {
			end();
		}

		@Override
		public Throwable failed(Throwable failure) {
			end();
			return failure;
		}

		@Override
		public void cancelled() {
			end();
		}

		private void end() {
			this.retries.end();
			this.permit.release();
		}

	}

	private void assertAPermitIsFree() {
		assertThat(call(() -> Mono.just("free"), deadline(Duration.ofSeconds(20))).block()).isEqualTo("free");
	}

	@Test
	void placeWhenAGrantRacesACancelThenNotLost() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(2);
		for (int round = 0; round < 3000; round++) {
			Sinks.One<String> running = Sinks.one();
			call(running::asMono, deadline(Duration.ofMinutes(1))).subscribe();
			Disposable queued = call(() -> Mono.just("queued"), deadline(Duration.ofMinutes(1))).subscribe();
			CyclicBarrier start = new CyclicBarrier(2);
			int spins = (round % 40) * 20;
			Future<?> cancel = threads.submit(() -> {
				start.await();
				for (int i = 0; i < spins; i++) {
					Thread.onSpinWait();
				}
				queued.dispose();
				return null;
			});
			Future<?> end = threads.submit(() -> {
				start.await();
				for (int i = 0; i < 200; i++) {
					Thread.onSpinWait();
				}
				running.tryEmitValue("done");
				return null;
			});
			cancel.get();
			end.get();
			assertAPermitIsFree();
		}
		threads.shutdown();
	}

	@Test
	void placeWhenAGrantRacesTheDeadlineThenNotLost() {
		for (int round = 0; round < 100; round++) {
			Sinks.One<String> running = Sinks.one();
			call(running::asMono, deadline(Duration.ofMinutes(1))).subscribe();
			long granted = System.nanoTime() + 5_000_000 + round * 300_000L;
			Mono<String> queued = call(() -> Mono.just("queued"), deadline(Duration.ofMillis(1)));
			Mono<String> ended = queued.onErrorReturn("late").cache();
			ended.subscribe();
			while (System.nanoTime() < granted) {
				Thread.onSpinWait();
			}
			running.tryEmitValue("done");
			assertThat(ended.block()).isIn("queued", "late");
			assertAPermitIsFree();
		}
	}

	@Test
	void callWhenCancelledAtItsSubscriptionThenNothingBegins() {
		AtomicInteger attempts = new AtomicInteger();
		call(() -> Mono.just("x").doOnSubscribe((subscription) -> attempts.incrementAndGet()),
				deadline(Duration.ofMinutes(1)))
			.subscribe(new BaseSubscriber<>() {

				@Override
				protected void hookOnSubscribe(Subscription subscription) {
					cancel();
				}

			});
		assertThat(attempts).hasValue(0);
		assertThat(this.bulkhead.inFlight()).isZero();
		assertAPermitIsFree();
	}

	@Test
	void streamWhenRetriedThenTheWholeDemandReachesTheNextAttempt() {
		AtomicInteger attempts = new AtomicInteger();
		ApiException failure = new ApiException("once", FailureOrigin.of("w", 500));
		CallFlux<Integer> stream = stream(retries(System::nanoTime),
				() -> (attempts.incrementAndGet() == 1) ? Flux.error(failure) : Flux.range(1, 5),
				deadline(Duration.ofMinutes(1)));
		StepVerifier.create(stream, 2)
			.expectNext(1, 2)
			.expectNoEvent(Duration.ofMillis(50))
			.thenRequest(2)
			.expectNext(3, 4)
			.thenCancel()
			.verify(Duration.ofSeconds(10));
		assertThat(this.bulkhead.inFlight()).isZero();
	}

	@Test
	void callWhenItsPermitComesFromACallThatWasEndedThenNothingIsSent() {
		Retries retries = retries(System::nanoTime);
		ApiException busy = new ApiException("busy", FailureOrigin.of("w", 429).withRetryAfter(Duration.ofSeconds(15)));
		AtomicInteger sent = new AtomicInteger();
		List<Throwable> failures = new CopyOnWriteArrayList<>();
		Deadline deadline = deadline(Duration.ofMinutes(1));
		call(retries, () -> Mono.error(busy), deadline).subscribe((answer) -> {
		}, failures::add);
		call(retries, () -> Mono.just("sent").doOnSubscribe((call) -> sent.incrementAndGet()), deadline)
			.subscribe((answer) -> {
			}, failures::add);
		assertThat(this.bulkhead.queued()).isEqualTo(1);
		this.gate.end();
		await().untilAsserted(() -> assertThat(failures).hasSize(2).hasOnlyElementsOfType(CallRejectedException.class));
		assertThat(sent).hasValue(0);
		assertThat(this.bulkhead.inFlight()).isZero();
	}

	@Test
	void callWhenTheWorkloadStreamsToAnotherThenItHasTooMuchToDoAndIsNotAsleep() {
		AtomicLong time = new AtomicLong();
		Retries retries = retries(time::get);
		assertThat(waitsForAStart(retries)).isTrue();
		Disposable stream = stream(retries, () -> Flux.just(1).concatWith(Flux.never()),
				deadline(Duration.ofMinutes(1)))
			.subscribe();
		time.addAndGet(Duration.ofMinutes(10).toNanos());
		assertThat(waitsForAStart(retries)).as("while it streams").isFalse();
		stream.dispose();
		time.addAndGet(Duration.ofMinutes(10).toNanos());
		assertThat(waitsForAStart(retries)).as("long after").isTrue();
	}

	private boolean waitsForAStart(Retries retries) {
		Retries.OfCall call = retries.ofCall(deadline(Duration.ofMinutes(1)));
		call.again(new ApiException("busy", FailureOrigin.of("w", 503).withRetryAfter(Duration.ofSeconds(2))));
		boolean waits = retries.waitingForStart() == 1;
		call.end();
		return waits;
	}

	@Test
	void callWhenAColdStartTakesThousandsOfAttemptsThenAnswered() {
		VirtualTimeScheduler time = VirtualTimeScheduler.getOrSet();
		try {
			AtomicInteger attempts = new AtomicInteger();
			AtomicReference<Object> outcome = new AtomicReference<>();
			ApiException starting = new ApiException("starting",
					FailureOrigin.of("w", 503).withRetryAfter(Duration.ofSeconds(1)));
			Retries retries = retries(() -> time.now(TimeUnit.NANOSECONDS));
			call(retries, () -> (attempts.incrementAndGet() < 20_000) ? Mono.<String>error(starting) : Mono.just("ok"),
					deadline(Duration.ofDays(10)))
				.subscribe(outcome::set, outcome::set);
			time.advanceTimeBy(Duration.ofDays(9));
			assertThat(outcome).hasValue("ok");
		}
		finally {
			VirtualTimeScheduler.reset();
		}
	}

}
