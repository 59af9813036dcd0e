package dev.inferencekey.resilience;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * Exponential backoff with full jitter: a random part of a time that doubles, so that
 * callers that failed together do not come back together.
 */
final class Backoff {

	private final long initial;

	private final long max;

	private final DoubleSupplier random;

	/**
	 * Create a backoff.
	 * @param initial the longest first wait
	 * @param max the longest wait
	 * @param random gives numbers from 0 to 1
	 */
	public Backoff(Duration initial, Duration max, DoubleSupplier random) {
		this.initial = initial.toMillis();
		this.max = max.toMillis();
		this.random = random;
	}

	/**
	 * How long to wait.
	 * @param failures how often the call has failed, from 1
	 * @return the wait before the next attempt
	 */
	public Duration afterFailure(int failures) {
		double ceiling = Math.min((double) this.max, this.initial * Math.pow(2, failures - 1));
		return Duration.ofMillis((long) (ceiling * this.random.getAsDouble()));
	}

}
