package dev.inferencekey.wire;

import java.time.Duration;

import dev.inferencekey.resilience.ConcurrencySettings;
import dev.inferencekey.resilience.RetrySettings;
import dev.inferencekey.resilience.Timeouts;

/**
 * Settings of resilience that suit tests: what is about time takes milliseconds.
 */
final class Policies {

	static final RetrySettings NO_RETRIES = RetrySettings.UNSET.withMaxAttempts(1);

	static final RetrySettings QUICK_RETRIES = quickRetries(3);

	private Policies() {
	}

	static RetrySettings quickRetries(int maxAttempts) {
		return RetrySettings.UNSET.withMaxAttempts(maxAttempts)
			.withInitialBackoff(Duration.ofMillis(1))
			.withMaxBackoff(Duration.ofMillis(5));
	}

	static Timeouts firstChunk(long milliseconds) {
		return Timeouts.UNSET.withFirstChunk(Duration.ofMillis(milliseconds));
	}

	static Timeouts idle(long milliseconds) {
		return Timeouts.UNSET.withIdle(Duration.ofMillis(milliseconds));
	}

	static Timeouts total(long milliseconds) {
		return Timeouts.UNSET.withTotal(Duration.ofMillis(milliseconds));
	}

	static ConcurrencySettings permits(int maxInFlight, int maxQueued) {
		return ConcurrencySettings.UNSET.withMaxInFlight(maxInFlight).withMaxQueued(maxQueued);
	}

}
