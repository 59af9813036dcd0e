package dev.inferencekey.transport;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;

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
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

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

	Turn turn(Deadline deadline) {
		return new Turn(deadline);
	}

	<T> Publisher<T> lead(Publisher<T> attempt) {
		return this.breaker.lead(attempt);
	}

	/**
	 * The place of one call, from the queue over all attempts to its end. Whatever
	 * happens first, being granted, cancelled or timed out, the place is given back once,
	 * before the caller learns of the end.
	 */
	final class Turn {

		private final Deadline deadline;

		private final ColdStart.Waiter waiter = Guard.this.coldStart.waiter();

		private ConcurrencyLimit.@Nullable Place place;

		private boolean ended;

		private boolean counted;

		private int failures;

		private int starts;

		private Turn(Deadline deadline) {
			this.deadline = deadline;
		}

		/**
		 * Ask for the place.
		 * @return the wait for it, {@code null} when it is there at once
		 */
		@Nullable Mono<?> begin() {
			synchronized (this) {
				if (this.ended) {
					// Cancelled in the meantime.
					return Mono.never();
				}
				if (!Guard.this.gate.enter()) {
					this.ended = true;
					return Mono.error(shutDown());
				}
				this.counted = true;
			}
			Guard.this.budget.call();
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
			return atOnce.get() ? null
					: granted.asMono()
						.timeout(this.deadline.remaining(),
								Mono.error(() -> DeadlineExceededException.total(this.deadline.total())));
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

		void end() {
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
			if (this.counted) {
				Guard.this.gate.leave();
			}
		}

		/**
		 * Decide after a failure.
		 * @param failure what the attempt failed with
		 * @return what to wait for before the next attempt, {@code null} to give up
		 */
		@Nullable Mono<?> again(Throwable failure) {
			boolean starting = RetryPolicy.isStarting(failure);
			if (ErrorTypes.isRefusal(failure)) {
				// What refuses a request is awake.
				answered();
			}
			// Waiting for a start is no attempt that failed.
			int attempts = starting ? ++this.starts : ++this.failures;
			Duration wait = Guard.this.policy.nextAttempt(failure, attempts, this.deadline);
			if (wait == null) {
				return null;
			}
			return starting ? woken(failure, wait) : repeated(failure, attempts, wait);
		}

		void answered() {
			Guard.this.coldStart.answered();
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
