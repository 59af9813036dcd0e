package dev.inferencekey.wire;

import java.time.Duration;

import dev.inferencekey.resilience.ConcurrencySettings;
import dev.inferencekey.resilience.RetrySettings;
import dev.inferencekey.resilience.Timeouts;

/**
 * Settings of resilience that suit tests: what is about time takes milliseconds.
 */
final class Policies {

	static final RetrySettings NO_RETRIES = new RetrySettings(1, null, null);

	static final RetrySettings QUICK_RETRIES = quickRetries(3);

	private Policies() {
	}

	static RetrySettings quickRetries(int maxAttempts) {
		return new RetrySettings(maxAttempts, Duration.ofMillis(1), Duration.ofMillis(5));
	}

	static Timeouts firstChunk(long milliseconds) {
		return new Timeouts(Duration.ofMillis(milliseconds), null, null);
	}

	static Timeouts idle(long milliseconds) {
		return new Timeouts(null, Duration.ofMillis(milliseconds), null);
	}

	static Timeouts total(long milliseconds) {
		return new Timeouts(null, null, Duration.ofMillis(milliseconds));
	}

	static ConcurrencySettings permits(int maxInFlight, int maxQueued) {
		return new ConcurrencySettings(maxInFlight, maxQueued);
	}

}
