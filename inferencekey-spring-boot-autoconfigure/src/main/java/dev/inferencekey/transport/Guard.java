package dev.inferencekey.transport;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import dev.inferencekey.error.ApiException;
import dev.inferencekey.error.CallRejectedException;
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

	private final ShutdownGate gate;

	private final Breaker breaker;

	Guard(String workload, Transport.Resilience resilience) {
		this.workload = workload;
		this.gate = resilience.gate();
		this.breaker = new Breaker(workload, resilience.circuitBreaker());
		this.concurrency = resilience.concurrency().orElse(ConcurrencySettings.DEFAULTS);
		this.limit = new ConcurrencyLimit(Objects.requireNonNull(this.concurrency.maxInFlight()),
				Objects.requireNonNull(this.concurrency.maxQueued()));
		this.policy = new RetryPolicy(resilience.retry(), this.budget, () -> ThreadLocalRandom.current().nextDouble());
	}

	<T> Mono<T> call(Supplier<Mono<T>> attempt, Deadline deadline) {
		if (!this.gate.enter()) {
			return Mono.error(shutDown());
		}
		this.budget.call();
		Turn turn = new Turn();
		return turn.come(deadline)
			.then(Mono.defer(() -> this.breaker.call(attempt)).retryWhen(retries(() -> true, deadline)))
			.doOnTerminate(turn::end)
			.doOnCancel(turn::end);
	}

	<T> Flux<T> stream(Supplier<Flux<T>> attempt, Deadline deadline) {
		if (!this.gate.enter()) {
			return Flux.error(shutDown());
		}
		this.budget.call();
		Turn turn = new Turn();
		AtomicBoolean delivered = new AtomicBoolean();
		// What the caller has seen of an answer cannot be taken back.
		return turn.come(deadline)
			.thenMany(Flux.defer(() -> this.breaker.stream(attempt))
				.doOnNext((chunk) -> delivered.setPlain(true))
				.retryWhen(retries(() -> !delivered.get(), deadline)))
			.doOnTerminate(turn::end)
			.doOnCancel(turn::end);
	}

	// Reactor's operator and not recursion, since a cold start may take any number of
	// attempts.
	private Retry retries(BooleanSupplier allowed, Deadline deadline) {
		return Retry.from((failures) -> failures.concatMap((failure) -> {
			Duration wait = allowed.getAsBoolean()
					? waitAfter(failure.failure(), Math.toIntExact(failure.totalRetries() + 1), deadline) : null;
			return (wait != null) ? Mono.delay(wait) : Mono.error(failure.failure());
		}));
	}

	private @Nullable Duration waitAfter(Throwable failure, int attempts, Deadline deadline) {
		Duration wait = this.policy.nextAttempt(failure, attempts, deadline);
		if (wait != null) {
			boolean starting = failure instanceof ApiException api && RetryPolicy.isStarting(api);
			String what = starting ? "Workload \"" + this.workload + "\" is starting"
					: "Attempt " + attempts + " of a call of workload \"" + this.workload + "\" failed";
			if (starting) {
				logger.info(what + "; the call waits " + wait.toMillis() + " ms");
			}
			else {
				logger.debug(what + " and is repeated in " + wait.toMillis() + " ms: " + failure.getMessage());
			}
		}
		return wait;
	}

	/**
	 * The place of one call, from the queue to its end. Whatever happens first, being
	 * granted, cancelled or timed out, the place is given back once, before the caller
	 * learns of the end.
	 */
	private final class Turn {

		private ConcurrencyLimit.@Nullable Place place;

		private boolean ended;

		private Mono<Void> come(Deadline deadline) {
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
				return atOnce.get() ? Mono.empty() : granted.asMono()
					.timeout(deadline.remaining(), Mono.error(() -> DeadlineExceededException.total(deadline.total())));
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
			if (mine != null) {
				mine.leave();
			}
			Guard.this.gate.leave();
		}

	}

	private CallRejectedException shutDown() {
		return new CallRejectedException(
				"workload \"" + this.workload + "\" is not called any more, since the application is shutting down.",
				this.workload);
	}

	private CallRejectedException full() {
		return new CallRejectedException("workload \"" + this.workload + "\" has " + this.concurrency.maxInFlight()
				+ " calls in flight and " + this.concurrency.maxQueued()
				+ " in its queue. Nothing was sent. Call less often, or raise inferencekey.workloads." + this.workload
				+ ".concurrency.max-in-flight or .max-queued.", this.workload);
	}

}
