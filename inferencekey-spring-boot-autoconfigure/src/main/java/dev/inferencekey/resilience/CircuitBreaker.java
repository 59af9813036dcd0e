package dev.inferencekey.resilience;

import java.time.Duration;

/**
 * Asked before each attempt of a call and told how it went: where a circuit breaker of
 * the application's choice is plugged in. Thread-safe.
 */
public interface CircuitBreaker {

	/**
	 * Lets everything pass.
	 */
	CircuitBreaker NONE = new CircuitBreaker() {

		@Override
		public boolean tryEnter() {
			return true;
		}

		@Override
		public void succeeded(Duration took) {
			// Nobody counts.
		}

		@Override
		public void failed(Duration took, Throwable failure) {
			// Nobody counts.
		}

		@Override
		public void abandoned() {
			// Nobody counts.
		}

	};

	/**
	 * Ask for an attempt.
	 * @return {@code false} to refuse it; after {@code true} one of the other methods is
	 * called once
	 */
	boolean tryEnter();

	/**
	 * The workload answered, if only to say that the request was wrong.
	 * @param took how long it took
	 */
	void succeeded(Duration took);

	/**
	 * The workload failed.
	 * @param took how long it took
	 * @param failure how
	 */
	void failed(Duration took, Throwable failure);

	/**
	 * The attempt was cancelled and says nothing about the workload.
	 */
	void abandoned();

}
