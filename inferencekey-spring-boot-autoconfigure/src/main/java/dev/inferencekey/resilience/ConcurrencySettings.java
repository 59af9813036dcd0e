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

import java.util.Objects;

import dev.inferencekey.error.ConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * How many calls of a workload may be under way. What is {@code null} is left to the next
 * settings. Immutable. <pre>
 * ConcurrencySettings.UNSET.withMaxInFlight(16)
 * </pre>
 */
public final class ConcurrencySettings {

	/**
	 * Leaves everything to the next settings.
	 */
	public static final ConcurrencySettings UNSET = new ConcurrencySettings(null, null);

	/**
	 * The defaults: 256 calls at the same time, and 1,000 that wait.
	 */
	public static final ConcurrencySettings DEFAULTS = UNSET.withMaxInFlight(256).withMaxQueued(1000);

	private final @Nullable Integer maxInFlight;

	private final @Nullable Integer maxQueued;

	private ConcurrencySettings(@Nullable Integer maxInFlight, @Nullable Integer maxQueued) {
		this.maxInFlight = maxInFlight;
		this.maxQueued = maxQueued;
	}

	/**
	 * The most calls at the same time.
	 * @return the number, or {@code null} if it is not set
	 */
	public @Nullable Integer maxInFlight() {
		return this.maxInFlight;
	}

	/**
	 * The most calls that wait for a permit; further ones are rejected.
	 * @return the number, or {@code null} if it is not set
	 */
	public @Nullable Integer maxQueued() {
		return this.maxQueued;
	}

	/**
	 * Change the most calls at the same time.
	 * @param maxInFlight the number, {@code null} to leave it to the next settings
	 * @return new settings
	 * @throws ConfigurationException if it is less than 1
	 */
	public ConcurrencySettings withMaxInFlight(@Nullable Integer maxInFlight) {
		if (maxInFlight != null && maxInFlight < 1) {
			throw new ConfigurationException(null, "The number of calls in flight is " + maxInFlight + ".",
					"Set inferencekey.concurrency.max-in-flight to at least 1.");
		}
		return new ConcurrencySettings(maxInFlight, this.maxQueued);
	}

	/**
	 * Change the most calls that wait for a permit.
	 * @param maxQueued the number, {@code null} to leave it to the next settings
	 * @return new settings
	 * @throws ConfigurationException if it is negative
	 */
	public ConcurrencySettings withMaxQueued(@Nullable Integer maxQueued) {
		if (maxQueued != null && maxQueued < 0) {
			throw new ConfigurationException(null, "The number of queued calls is " + maxQueued + ".",
					"Set inferencekey.concurrency.max-queued to at least 0.");
		}
		return new ConcurrencySettings(this.maxInFlight, maxQueued);
	}

	/**
	 * Fill in what is not set here.
	 * @param other the settings to fall back on, {@code null} for none
	 * @return new settings
	 */
	public ConcurrencySettings orElse(@Nullable ConcurrencySettings other) {
		if (other == null) {
			return this;
		}
		return new ConcurrencySettings((this.maxInFlight != null) ? this.maxInFlight : other.maxInFlight,
				(this.maxQueued != null) ? this.maxQueued : other.maxQueued);
	}

	@Override
	public boolean equals(@Nullable Object obj) {
		return obj instanceof ConcurrencySettings other && Objects.equals(this.maxInFlight, other.maxInFlight)
				&& Objects.equals(this.maxQueued, other.maxQueued);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.maxInFlight, this.maxQueued);
	}

	@Override
	public String toString() {
		return "ConcurrencySettings[maxInFlight=" + this.maxInFlight + ", maxQueued=" + this.maxQueued + "]";
	}

}
