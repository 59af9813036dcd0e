package dev.inferencekey.resilience;

import java.time.Duration;
import java.util.Objects;
import java.util.function.DoubleSupplier;

import dev.inferencekey.error.ApiException;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a failed call is repeated, and when. Stateless but for the budget;
 * thread-safe.
 */
public final class RetryPolicy {

	private static final int UNAVAILABLE = 503;

	private final int maxAttempts;

	private final Backoff backoff;

	private final RetryBudget budget;

	/**
	 * Create a policy.
	 * @param settings how calls are repeated, filled up by the defaults
	 * @param budget the budget of the workload
	 * @param random gives numbers from 0 to 1
	 */
	public RetryPolicy(RetrySettings settings, RetryBudget budget, DoubleSupplier random) {
		RetrySettings all = settings.orElse(RetrySettings.DEFAULTS);
		this.maxAttempts = Objects.requireNonNull(all.maxAttempts());
		this.backoff = new Backoff(Objects.requireNonNull(all.initialBackoff()),
				Objects.requireNonNull(all.maxBackoff()), random);
		this.budget = budget;
	}

	/**
	 * Decide after a failure.
	 * @param failure what the attempt failed with
	 * @param attempts how many attempts were made, from 1
	 * @param deadline the deadlines of the call
	 * @return how long to wait before the next attempt, or {@code null} to give up
	 */
	public @Nullable Duration nextAttempt(Throwable failure, int attempts, Deadline deadline) {
		if (this.maxAttempts == 1 || !(failure instanceof ApiException api) || !api.isRetryable()) {
			return null;
		}
		Duration asked = api.retryAfter();
		Duration wait = (asked != null) ? asked : this.backoff.afterFailure(attempts);
		if (!deadline.allows(wait)) {
			return null;
		}
		if (isStarting(api)) {
			// The server says when to come back: that is no outage, and the deadline is
			// limit enough.
			return wait;
		}
		return (attempts < this.maxAttempts && this.budget.tryRetry()) ? wait : null;
	}

	/**
	 * Whether a workload is being woken rather than out of order: unavailable, and the
	 * server says for how long.
	 * @param failure the failure
	 * @return {@code true} for a cold start
	 */
	public static boolean isStarting(ApiException failure) {
		Duration wait = failure.retryAfter();
		return failure.status() == UNAVAILABLE && wait != null && wait.toMillis() >= 1000;
	}

}
