/*
 * Copyright 2026 the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.inferencekey.resilience;

import java.time.Duration;
import java.util.Objects;

import dev.inferencekey.error.ConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * How failed calls are retried. What is {@code null} is left to the next settings.
 * Immutable. <pre>
 * RetrySettings.UNSET.withMaxAttempts(5)
 * </pre>
 */
public final class RetrySettings {

	/**
	 * Leaves everything to the next settings.
	 */
	public static final RetrySettings UNSET = new RetrySettings(null, null, null, null);

	/**
	 * The defaults: 3 attempts, with backoffs of at most 500 ms before the first retry
	 * and 20 s before any, and a {@code Retry-After} of at most 20 s.
	 */
	public static final RetrySettings DEFAULTS = UNSET.withMaxAttempts(3)
		.withInitialBackoff(Duration.ofMillis(500))
		.withMaxBackoff(Duration.ofSeconds(20))
		.withMaxServerWait(Duration.ofSeconds(20));

	private final @Nullable Integer maxAttempts;

	private final @Nullable Duration initialBackoff;

	private final @Nullable Duration maxBackoff;

	private final @Nullable Duration maxServerWait;

	private RetrySettings(@Nullable Integer maxAttempts, @Nullable Duration initialBackoff,
			@Nullable Duration maxBackoff, @Nullable Duration maxServerWait) {
		this.maxServerWait = maxServerWait;
		this.maxAttempts = maxAttempts;
		this.initialBackoff = initialBackoff;
		this.maxBackoff = maxBackoff;
	}

	/**
	 * The most times that a call is sent; 1 switches retries off.
	 * @return the number, or {@code null} if it is not set
	 */
	public @Nullable Integer maxAttempts() {
		return this.maxAttempts;
	}

	/**
	 * The longest wait before the first retry. It doubles with each retry, and the actual
	 * wait is a random part of it.
	 * @return the time, or {@code null} if it is not set
	 */
	public @Nullable Duration initialBackoff() {
		return this.initialBackoff;
	}

	/**
	 * The longest wait before any retry; a {@code Retry-After} of the server may be
	 * longer.
	 * @return the time, or {@code null} if it is not set
	 */
	public @Nullable Duration maxBackoff() {
		return this.maxBackoff;
	}

	/**
	 * Change the most times that a call is sent.
	 * @param maxAttempts the number, {@code null} to leave it to the next settings; 1
	 * switches retries off
	 * @return new settings
	 * @throws ConfigurationException if it is less than 1
	 */
	public RetrySettings withMaxAttempts(@Nullable Integer maxAttempts) {
		if (maxAttempts != null && maxAttempts < 1) {
			throw new ConfigurationException(null, "The number of attempts is " + maxAttempts + ".",
					"Set inferencekey.retry.max-attempts to at least 1, which switches retries off.");
		}
		return new RetrySettings(maxAttempts, this.initialBackoff, this.maxBackoff, this.maxServerWait);
	}

	/**
	 * Change the longest wait before the first retry.
	 * @param initialBackoff the time, {@code null} to leave it to the next settings
	 * @return new settings
	 * @throws ConfigurationException if it is negative
	 */
	public RetrySettings withInitialBackoff(@Nullable Duration initialBackoff) {
		return new RetrySettings(this.maxAttempts, checked("initial-backoff", initialBackoff), this.maxBackoff,
				this.maxServerWait);
	}

	/**
	 * Change the longest wait before any retry.
	 * @param maxBackoff the time, {@code null} to leave it to the next settings
	 * @return new settings
	 * @throws ConfigurationException if it is negative
	 */
	public RetrySettings withMaxBackoff(@Nullable Duration maxBackoff) {
		return new RetrySettings(this.maxAttempts, this.initialBackoff, checked("max-backoff", maxBackoff),
				this.maxServerWait);
	}

	/**
	 * The longest {@code Retry-After} that is waited for. After a longer one the call
	 * fails at once, unless the workload is starting.
	 * @return the time, or {@code null} if it is not set
	 */
	public @Nullable Duration maxServerWait() {
		return this.maxServerWait;
	}

	/**
	 * Change the longest {@code Retry-After} that is waited for.
	 * @param maxServerWait the time, {@code null} to leave it to the next settings
	 * @return new settings
	 * @throws ConfigurationException if it is negative
	 */
	public RetrySettings withMaxServerWait(@Nullable Duration maxServerWait) {
		return new RetrySettings(this.maxAttempts, this.initialBackoff, this.maxBackoff,
				checked("max-server-wait", maxServerWait));
	}

	private static @Nullable Duration checked(String name, @Nullable Duration value) {
		if (value != null && value.isNegative()) {
			throw new ConfigurationException(null, "The " + name + " is " + value + ".",
					"Set inferencekey.retry." + name + " to a duration that is not negative, for example 1s.");
		}
		return Timeouts.atMost(value);
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

	@Override
	public boolean equals(@Nullable Object obj) {
		return obj instanceof RetrySettings other && Objects.equals(this.maxAttempts, other.maxAttempts)
				&& Objects.equals(this.initialBackoff, other.initialBackoff)
				&& Objects.equals(this.maxBackoff, other.maxBackoff)
				&& Objects.equals(this.maxServerWait, other.maxServerWait);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.maxAttempts, this.initialBackoff, this.maxBackoff, this.maxServerWait);
	}

	@Override
	public String toString() {
		return "RetrySettings[maxAttempts=" + this.maxAttempts + ", initialBackoff=" + this.initialBackoff
				+ ", maxBackoff=" + this.maxBackoff + ", maxServerWait=" + this.maxServerWait + "]";
	}

}
