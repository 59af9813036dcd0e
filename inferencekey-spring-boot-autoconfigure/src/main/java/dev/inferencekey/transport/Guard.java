package dev.inferencekey.transport;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
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
		return Mono.usingWhen(place(deadline), (place) -> attempt(attempt, 1, deadline), Guard::leave)
			.doFinally((signal) -> this.gate.leave());
	}

	<T> Flux<T> stream(Supplier<Flux<T>> attempt, Deadline deadline) {
		if (!this.gate.enter()) {
			return Flux.error(shutDown());
		}
		this.budget.call();
		AtomicBoolean delivered = new AtomicBoolean();
		return Flux.usingWhen(place(deadline), (place) -> attemptStream(attempt, 1, deadline, delivered), Guard::leave)
			.doFinally((signal) -> this.gate.leave());
	}

	private <T> Mono<T> attempt(Supplier<Mono<T>> attempt, int number, Deadline deadline) {
		return this.breaker.call(attempt).onErrorResume((failure) -> {
			Duration wait = waitAfter(failure, number, deadline);
			return (wait != null) ? Mono.delay(wait).then(Mono.defer(() -> attempt(attempt, number + 1, deadline)))
					: Mono.error(failure);
		});
	}

	private <T> Flux<T> attemptStream(Supplier<Flux<T>> attempt, int number, Deadline deadline,
			AtomicBoolean delivered) {
		return this.breaker.stream(attempt).doOnNext((chunk) -> delivered.setPlain(true)).onErrorResume((failure) -> {
			// What the caller has seen of an answer cannot be taken back.
			Duration wait = delivered.get() ? null : waitAfter(failure, number, deadline);
			return (wait != null)
					? Mono.delay(wait)
						.thenMany(Flux.defer(() -> attemptStream(attempt, number + 1, deadline, delivered)))
					: Flux.error(failure);
		});
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

	private static Mono<Void> leave(ConcurrencyLimit.Place place) {
		return Mono.fromRunnable(place::leave);
	}

	private Mono<ConcurrencyLimit.Place> place(Deadline deadline) {
		AtomicBoolean granted = new AtomicBoolean();
		Mono<ConcurrencyLimit.Place> place = Mono.create((sink) -> {
			ConcurrencyLimit.Place entered = this.limit.enter((mine) -> {
				granted.set(true);
				sink.success(mine);
			});
			if (entered == null) {
				sink.error(full());
				return;
			}
			// Leaving twice does nothing, so that a place cannot be lost between its
			// being
			// granted and its being used.
			sink.onCancel(entered::leave);
		});
		return Mono.defer(() -> {
			Duration remaining = deadline.remaining();
			return place.timeout(remaining, Mono.error(() -> DeadlineExceededException.total(deadline.total())));
		});
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
