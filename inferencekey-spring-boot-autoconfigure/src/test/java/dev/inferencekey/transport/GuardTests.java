package dev.inferencekey.transport;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
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
import dev.inferencekey.observation.ActivityRecorder;
import dev.inferencekey.operation.Json;
import dev.inferencekey.resilience.CircuitBreaker;
import dev.inferencekey.resilience.ConcurrencySettings;
import dev.inferencekey.resilience.Deadline;
import dev.inferencekey.resilience.RetrySettings;
import dev.inferencekey.resilience.ShutdownGate;
import dev.inferencekey.resilience.Timeouts;
import io.netty.buffer.PooledByteBufAllocator;
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
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.buffer.NettyDataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Races for a place, long cold starts, and buffers after the end of a stream.
 */
class GuardTests {

	private static Transport.Resilience places(int places) {
		ShutdownGate gate = new ShutdownGate();
		return new Transport.Resilience(Timeouts.DEFAULTS, new RetrySettings(2, null, null),
				new ConcurrencySettings(places, 10), CircuitBreaker.NONE, gate, new CallScheduling(gate));
	}

	private static Guard guard(int places) {
		return new Guard("w", places(places), new ActivityRecorder(Clock.systemUTC()));
	}

	private static Retries retries(LongSupplier nanoTime) {
		return new Retries("w", places(1), new ActivityRecorder(Clock.systemUTC()), nanoTime);
	}

	private static Deadline deadline(Duration total) {
		return Deadline.start(Timeouts.DEFAULTS, total, System::nanoTime);
	}

	private static <T> Mono<T> call(Guard guard, Supplier<Mono<T>> attempt, Deadline deadline) {
		return call(guard, retries(System::nanoTime), attempt, deadline);
	}

	private static <T> Mono<T> call(Guard guard, Retries retries, Supplier<Mono<T>> attempt, Deadline deadline) {
		return Mono.fromDirect(new CallFlux<>(Runnable::run,
				(context) -> new Course<>(context, guard.turn(deadline), retries.ofCall(deadline), attempt)));
	}

	/**
	 * A place and attempts, and nothing else.
	 */
	private record Course<T>(Context context, Guard.Turn turn, Retries.OfCall retries,
			Supplier<? extends Publisher<T>> attempts) implements CallCourse<T> {

		@Override
		public Mono<?> begin() {
			return this.turn.begin();
		}

		@Override
		public void attempt(CoreSubscriber<? super T> subscriber) {
			this.retries.lead(this.attempts.get()).subscribe(subscriber);
		}

		@Override
		public Mono<?> again(Throwable failure) {
			return this.retries.again(failure);
		}

		@Override
		public void delivered(T value) {
			this.retries.answered();
			this.turn.end();
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
			this.turn.end();
		}

	}

	private static void assertAPlaceIsFree(Guard guard) {
		assertThat(call(guard, () -> Mono.just("free"), deadline(Duration.ofSeconds(20))).block()).isEqualTo("free");
	}

	@Test
	void placeWhenAGrantRacesACancelThenNotLost() throws Exception {
		Guard guard = guard(1);
		ExecutorService threads = Executors.newFixedThreadPool(2);
		for (int round = 0; round < 3000; round++) {
			Sinks.One<String> running = Sinks.one();
			call(guard, running::asMono, deadline(Duration.ofMinutes(1))).subscribe();
			Disposable queued = call(guard, () -> Mono.just("queued"), deadline(Duration.ofMinutes(1))).subscribe();
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
			assertAPlaceIsFree(guard);
		}
		threads.shutdown();
	}

	@Test
	void placeWhenAGrantRacesTheDeadlineThenNotLost() {
		Guard guard = guard(1);
		for (int round = 0; round < 1000; round++) {
			Sinks.One<String> running = Sinks.one();
			call(guard, running::asMono, deadline(Duration.ofMinutes(1))).subscribe();
			long granted = System.nanoTime() + 1_000_000 + (round % 120) * 1000L;
			Mono<String> queued = call(guard, () -> Mono.just("queued"), deadline(Duration.ofMillis(1)));
			Mono<String> ended = queued.onErrorReturn("late").cache();
			ended.subscribe();
			while (System.nanoTime() < granted) {
				Thread.onSpinWait();
			}
			running.tryEmitValue("done");
			assertThat(ended.block()).isIn("queued", "late");
			assertAPlaceIsFree(guard);
		}
	}

	@Test
	void callWhenCancelledAtItsSubscriptionThenNothingBegins() {
		Guard guard = guard(1);
		AtomicInteger attempts = new AtomicInteger();
		call(guard, () -> Mono.just("x").doOnSubscribe((subscription) -> attempts.incrementAndGet()),
				deadline(Duration.ofMinutes(1)))
			.subscribe(new BaseSubscriber<>() {

				@Override
				protected void hookOnSubscribe(Subscription subscription) {
					cancel();
				}

			});
		assertThat(attempts).hasValue(0);
		assertThat(guard.inFlight()).isZero();
		assertAPlaceIsFree(guard);
	}

	@Test
	void streamWhenRetriedThenTheWholeDemandReachesTheNextAttempt() {
		Guard guard = guard(1);
		AtomicInteger attempts = new AtomicInteger();
		ApiException failure = new ApiException("once", new FailureOrigin("w", 500, null, null, null, null));
		CallFlux<Integer> stream = new CallFlux<>(Runnable::run,
				(context) -> new Course<>(context, guard.turn(deadline(Duration.ofMinutes(1))),
						retries(System::nanoTime).ofCall(deadline(Duration.ofMinutes(1))),
						() -> (attempts.incrementAndGet() == 1) ? Flux.error(failure) : Flux.range(1, 5)));
		StepVerifier.create(stream, 2)
			.expectNext(1, 2)
			.expectNoEvent(Duration.ofMillis(50))
			.thenRequest(2)
			.expectNext(3, 4)
			.thenCancel()
			.verify(Duration.ofSeconds(10));
		assertThat(guard.inFlight()).isZero();
	}

	@Test
	void callWhenItsPlaceComesFromACallThatWasEndedThenNothingIsSent() {
		Transport.Resilience resilience = places(1);
		ActivityRecorder activity = new ActivityRecorder(Clock.systemUTC());
		Guard guard = new Guard("w", resilience, activity);
		Retries retries = new Retries("w", resilience, activity, System::nanoTime);
		ApiException busy = new ApiException("busy",
				new FailureOrigin("w", 429, null, null, Duration.ofSeconds(30), null));
		AtomicInteger sent = new AtomicInteger();
		List<Throwable> failures = new CopyOnWriteArrayList<>();
		Deadline deadline = deadline(Duration.ofMinutes(1));
		call(guard, retries, () -> Mono.error(busy), deadline).subscribe((answer) -> {
		}, failures::add);
		call(guard, retries, () -> Mono.just("sent").doOnSubscribe((call) -> sent.incrementAndGet()), deadline)
			.subscribe((answer) -> {
			}, failures::add);
		assertThat(guard.queued()).isEqualTo(1);
		resilience.gate().end();
		await().untilAsserted(() -> assertThat(failures).hasSize(2).hasOnlyElementsOfType(CallRejectedException.class));
		assertThat(sent).hasValue(0);
		assertThat(guard.inFlight()).isZero();
	}

	@Test
	void callWhenTheWorkloadStreamsToAnotherThenItHasTooMuchToDoAndIsNotAsleep() {
		AtomicLong time = new AtomicLong();
		Retries retries = retries(time::get);
		assertThat(waitsForAStart(retries)).isTrue();
		Guard guard = guard(1);
		Disposable stream = new CallFlux<>(Runnable::run,
				(context) -> new Course<>(context, guard.turn(deadline(Duration.ofMinutes(1))),
						retries.ofCall(deadline(Duration.ofMinutes(1))), () -> Flux.just(1).concatWith(Flux.never())))
			.subscribe();
		time.addAndGet(Duration.ofMinutes(10).toNanos());
		assertThat(waitsForAStart(retries)).as("while it streams").isFalse();
		stream.dispose();
		time.addAndGet(Duration.ofMinutes(10).toNanos());
		assertThat(waitsForAStart(retries)).as("long after").isTrue();
	}

	private static boolean waitsForAStart(Retries retries) {
		Retries.OfCall call = retries.ofCall(deadline(Duration.ofMinutes(1)));
		call.again(new ApiException("busy", new FailureOrigin("w", 503, null, null, Duration.ofSeconds(2), null)));
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
					new FailureOrigin("w", 503, null, null, Duration.ofSeconds(1), null));
			Retries retries = retries(() -> time.now(TimeUnit.NANOSECONDS));
			call(guard(1), retries,
					() -> (attempts.incrementAndGet() < 20_000) ? Mono.<String>error(starting) : Mono.just("ok"),
					deadline(Duration.ofDays(10)))
				.subscribe(outcome::set, outcome::set);
			time.advanceTimeBy(Duration.ofDays(9));
			assertThat(outcome).hasValue("ok");
		}
		finally {
			VirtualTimeScheduler.reset();
		}
	}

	@Test
	void framesWhenBuffersFollowTheEndThenAllAreReleased() {
		NettyDataBufferFactory factory = new NettyDataBufferFactory(PooledByteBufAllocator.DEFAULT);
		List<NettyDataBuffer> buffers = new ArrayList<>();
		for (String text : List.of("data: {}\n\ndata: [DONE]\n\n", "\n", "\n", "\n")) {
			NettyDataBuffer buffer = factory.allocateBuffer(64);
			buffer.write(text.getBytes(StandardCharsets.UTF_8));
			buffers.add(buffer);
		}
		Json json = new Json(JsonMapper.shared());
		StreamFailures failures = new StreamFailures(json,
				new NetworkFailures("w", WorkloadAddress.at("w", "http://localhost")), null, FailureOrigin.local("w"));
		assertThat(new FrameFlux<>(Flux.fromIterable(buffers), (bytes, from, to) -> "frame", failures,
				deadline(Duration.ofMinutes(1)), new Alarms(new ShutdownGate().ending()), StreamListener.NONE)
			.collectList()
			.block()).containsExactly("frame");
		assertThat(buffers).allMatch((buffer) -> buffer.getNativeBuffer().refCnt() == 0);
	}

}
