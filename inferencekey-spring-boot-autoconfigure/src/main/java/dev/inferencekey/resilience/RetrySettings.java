package dev.inferencekey.resilience;

import java.time.Duration;

import dev.inferencekey.error.ConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * How failed calls are repeated. What is {@code null} is left to the next settings.
 *
 * @param maxAttempts the most times that a call is sent, by default 3; 1 switches retries
 * off
 * @param initialBackoff the longest wait before the first retry, by default 500 ms; it
 * doubles with each retry, and the real wait is a random part of it
 * @param maxBackoff the longest wait before any retry, by default 20 s; a
 * {@code Retry-After} of the server may be longer
 * @param maxServerWait the longest {@code Retry-After} that is waited for, by default 20
 * s; after a longer one the call fails at once, unless the workload is starting
 */
public record RetrySettings(@Nullable Integer maxAttempts, @Nullable Duration initialBackoff,
		@Nullable Duration maxBackoff, @Nullable Duration maxServerWait) {

	/**
	 * The defaults.
	 */
	public static final RetrySettings DEFAULTS = new RetrySettings(3, Duration.ofMillis(500), Duration.ofSeconds(20),
			Duration.ofSeconds(20));

	/**
	 * Create settings.
	 * @param maxAttempts the most times that a call is sent
	 * @param initialBackoff the longest wait before the first retry
	 * @param maxBackoff the longest wait before any retry
	 * @param maxServerWait the longest {@code Retry-After} that is waited for
	 * @throws ConfigurationException if a value makes no sense
	 */
	public RetrySettings {
		if (maxAttempts != null && maxAttempts < 1) {
			throw new ConfigurationException(null, "The number of attempts is " + maxAttempts + ".",
					"Set inferencekey.retry.max-attempts to at least 1, which switches retries off.");
		}
		check("initial-backoff", initialBackoff);
		check("max-backoff", maxBackoff);
		check("max-server-wait", maxServerWait);
		initialBackoff = Timeouts.atMost(initialBackoff);
		maxBackoff = Timeouts.atMost(maxBackoff);
		maxServerWait = Timeouts.atMost(maxServerWait);
	}

	/**
	 * Create settings that leave the longest {@code Retry-After} to the next settings.
	 * @param maxAttempts the most times that a call is sent
	 * @param initialBackoff the longest wait before the first retry
	 * @param maxBackoff the longest wait before any retry
	 * @throws ConfigurationException if a value makes no sense
	 */
	public RetrySettings(@Nullable Integer maxAttempts, @Nullable Duration initialBackoff,
			@Nullable Duration maxBackoff) {
		this(maxAttempts, initialBackoff, maxBackoff, null);
	}

	/**
	 * The same with another limit on {@code Retry-After}.
	 * @param maxServerWait the longest {@code Retry-After} that is waited for
	 * @return new settings
	 */
	public RetrySettings withMaxServerWait(@Nullable Duration maxServerWait) {
		return new RetrySettings(this.maxAttempts, this.initialBackoff, this.maxBackoff, maxServerWait);
	}

	private static void check(String name, @Nullable Duration value) {
		if (value != null && value.isNegative()) {
			throw new ConfigurationException(null, "The " + name + " is " + value + ".",
					"Set inferencekey.retry." + name + " to a duration that is not negative, for example 1s.");
		}
	}

	/**
	 * Fill in what is not set here.
	 * @param other the settings to fall back on, {@code null} for none
	 * @return new settings
	 */
	public RetrySettings orElse(@Nullable RetrySettings other) {
		if (other == null) {
			return this;
		}
		return new RetrySettings((this.maxAttempts != null) ? this.maxAttempts : other.maxAttempts,
				(this.initialBackoff != null) ? this.initialBackoff : other.initialBackoff,
				(this.maxBackoff != null) ? this.maxBackoff : other.maxBackoff,
				(this.maxServerWait != null) ? this.maxServerWait : other.maxServerWait);
	}

}
