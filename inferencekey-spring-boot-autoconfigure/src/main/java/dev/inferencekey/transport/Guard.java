package dev.inferencekey.transport;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import dev.inferencekey.error.CallRejectedException;
import dev.inferencekey.observation.WorkloadActivity;
import dev.inferencekey.resilience.ColdStart;
import dev.inferencekey.resilience.ConcurrencyLimit;
import dev.inferencekey.resilience.ConcurrencySettings;
import dev.inferencekey.resilience.Deadline;
import dev.inferencekey.resilience.RetryBudget;
import dev.inferencekey.resilience.RetryPolicy;
import dev.inferencekey.resilience.ShutdownGate;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.retry.Retry;

/**
 * Gives calls of one workload a place, and repeats those that failed. The place is held
 * over all attempts and the waits between them.
 */
final class Guard {

	private static final Log logger = LogFactory.getLog(Guard.class);

	private final String workload;

	private final ConcurrencyLimit limit;

	private final ConcurrencySettings concurrency;

	private final RetryBudget budget = new RetryBudget();

	private final RetryPolicy policy;

	private final ColdStart coldStart = new ColdStart(System::nanoTime);

	private final ShutdownGate gate;

	private final Breaker breaker;

	private final WorkloadActivity activity;

	Guard(String workload, Transport.Resilience resilience, WorkloadActivity activity) {
		this.workload = workload;
		this.activity = activity;
		this.gate = resilience.gate();
		this.breaker = new Breaker(workload, resilience.circuitBreaker(), activity);
		this.concurrency = resilience.concurrency().orElse(ConcurrencySettings.DEFAULTS);
		this.limit = new ConcurrencyLimit(Objects.requireNonNull(this.concurrency.maxInFlight()),
				Objects.requireNonNull(this.concurrency.maxQueued()));
		this.policy = new RetryPolicy(resilience.retry(), this.budget, () -> ThreadLocalRandom.current().nextDouble());
	}

	int inFlight() {
		return this.limit.inFlight();
	}

	int queued() {
		return this.limit.queued();
	}

	int waitingForStart() {
		return this.coldStart.waiting();
	}

	double retryBudget() {
		return this.budget.level();
	}

	<T> Mono<T> call(Supplier<Mono<T>> attempt, Deadline deadline) {
		if (!this.gate.enter()) {
			return Mono.error(shutDown());
		}
		this.budget.call();
		Turn turn = new Turn(deadline);
		return turn.come()
			.then(Mono.defer(() -> this.breaker.call(attempt))
				.doOnNext((answer) -> this.coldStart.answered())
				.retryWhen(turn.retries(() -> true)))
			.doOnTerminate(turn::end)
			.doOnCancel(turn::end);
	}

	<T> Flux<T> stream(Supplier<Flux<T>> attempt, Deadline deadline) {
		if (!this.gate.enter()) {
			return Flux.error(shutDown());
		}
		this.budget.call();
		Turn turn = new Turn(deadline);
		AtomicBoolean delivered = new AtomicBoolean();
		// What the caller has seen of an answer cannot be taken back.
		return turn.come().thenMany(Flux.defer(() -> this.breaker.stream(attempt)).doOnNext((chunk) -> {
			delivered.setPlain(true);
			this.coldStart.answered();
		}).retryWhen(turn.retries(() -> !delivered.get()))).doOnTerminate(turn::end).doOnCancel(turn::end);
	}

	/**
	 * The place of one call, from the queue over all attempts to its end. Whatever
	 * happens first, being granted, cancelled or timed out, the place is given back once,
	 * before the caller learns of the end.
	 */
	private final class Turn {

		private final Deadline deadline;

		private final ColdStart.Waiter waiter = Guard.this.coldStart.waiter();

		private ConcurrencyLimit.@Nullable Place place;

		private boolean ended;

		private Turn(Deadline deadline) {
			this.deadline = deadline;
		}

		private Mono<Void> come() {
			return Mono.defer(() -> {
				Sinks.Empty<Void> granted = Sinks.empty();
				AtomicBoolean atOnce = new AtomicBoolean();
				ConcurrencyLimit.Place entered = Guard.this.limit.enter((mine) -> {
					atOnce.set(true);
					granted.tryEmitEmpty();
				});
				if (entered == null) {
					return Mono.error(full());
				}
				keep(entered);
				return atOnce.get() ? Mono.empty()
						: granted.asMono()
							.timeout(this.deadline.remaining(),
									Mono.error(() -> DeadlineExceededException.total(this.deadline.total())));
			});
		}

		private void keep(ConcurrencyLimit.Place entered) {
			boolean tooLate;
			synchronized (this) {
				this.place = entered;
				tooLate = this.ended;
			}
			if (tooLate) {
				entered.leave();
			}
		}

		private void end() {
			ConcurrencyLimit.Place mine;
			synchronized (this) {
				if (this.ended) {
					return;
				}
				this.ended = true;
				mine = this.place;
			}
			this.waiter.leave();
			if (mine != null) {
				mine.leave();
			}
			Guard.this.gate.leave();
		}

		// Reactor's operator and not recursion, since a cold start may take any number of
		// attempts.
		private Retry retries(BooleanSupplier allowed) {
			return Retry.from((failures) -> failures.concatMap((failed) -> {
				Throwable failure = failed.failure();
				int attempts = Math.toIntExact(failed.totalRetries() + 1);
				Duration wait = allowed.getAsBoolean() ? Guard.this.policy.nextAttempt(failure, attempts, this.deadline)
						: null;
				if (wait == null) {
					return Mono.error(failure);
				}
				return RetryPolicy.isStarting(failure) ? woken(failure, wait) : repeated(failure, attempts, wait);
			}));
		}

		private Mono<Long> repeated(Throwable failure, int attempts, Duration wait) {
			Guard.this.activity.retried(ErrorTypes.retryCause(failure));
			logger.debug("Attempt " + attempts + " of a call of workload \"" + Guard.this.workload
					+ "\" failed and is repeated in " + wait.toMillis() + " ms: " + failure.getMessage());
			return Mono.delay(wait);
		}

		private Mono<Long> woken(Throwable failure, Duration wait) {
			Guard.this.activity.retried("starting");
			Sinks.One<Duration> goAhead = Sinks.one();
			if (this.waiter.await(wait, goAhead::tryEmitValue)) {
				logger.info("Workload \"" + Guard.this.workload + "\" is starting; asking again in " + wait.toMillis()
						+ " ms");
			}
			return goAhead.asMono().flatMap(Mono::delay).timeout(this.deadline.remaining(), Mono.error(failure));
		}

	}

	private CallRejectedException shutDown() {
		this.activity.rejected("shutdown");
		return new CallRejectedException(
				"workload \"" + this.workload + "\" is not called any more, since the application is shutting down.",
				this.workload);
	}

	private CallRejectedException full() {
		this.activity.rejected("full");
		return new CallRejectedException("workload \"" + this.workload + "\" has " + this.concurrency.maxInFlight()
				+ " calls in flight and " + this.concurrency.maxQueued()
				+ " in its queue. Nothing was sent. Call less often, or raise inferencekey.workloads." + this.workload
				+ ".concurrency.max-in-flight or .max-queued.", this.workload);
	}

}
