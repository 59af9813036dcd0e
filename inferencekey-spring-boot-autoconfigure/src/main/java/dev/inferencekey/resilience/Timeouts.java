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
 * How long a call may take. What is {@code null} is left to the next settings. Immutable.
 * <pre>
 * Timeouts.UNSET.withTotal(Duration.ofSeconds(30))
 * </pre>
 */
public final class Timeouts {

	/**
	 * What counts as for ever; anything longer is taken for this.
	 */
	public static final Duration LONGEST = Duration.ofDays(365);

	/**
	 * Leaves everything to the next settings.
	 */
	public static final Timeouts UNSET = new Timeouts(null, null, null);

	/**
	 * The defaults, which suit inference: 2 minutes to the first chunk, gaps of 1 minute,
	 * and 10 minutes in total.
	 */
	public static final Timeouts DEFAULTS = UNSET.withFirstChunk(Duration.ofMinutes(2))
		.withIdle(Duration.ofMinutes(1))
		.withTotal(Duration.ofMinutes(10));

	private final @Nullable Duration firstChunk;

	private final @Nullable Duration idle;

	private final @Nullable Duration total;

	private Timeouts(@Nullable Duration firstChunk, @Nullable Duration idle, @Nullable Duration total) {
		this.firstChunk = firstChunk;
		this.idle = idle;
		this.total = total;
	}

	/**
	 * The time from sending the request to the first byte of the answer's body. A
	 * workload may have to load its model.
	 * @return the time, or {@code null} if it is not set
	 */
	public @Nullable Duration firstChunk() {
		return this.firstChunk;
	}

	/**
	 * The longest gap between two reads of an answer that has begun.
	 * @return the time, or {@code null} if it is not set
	 */
	public @Nullable Duration idle() {
		return this.idle;
	}

	/**
	 * The time for the whole call with all its retries and waits.
	 * @return the time, or {@code null} if it is not set
	 */
	public @Nullable Duration total() {
		return this.total;
	}

	/**
	 * Change the time to the first byte of the answer's body.
	 * @param firstChunk the time, {@code null} to leave it to the next settings
	 * @return new time-outs
	 * @throws ConfigurationException if it is not positive
	 */
	public Timeouts withFirstChunk(@Nullable Duration firstChunk) {
		return new Timeouts(checked("first-chunk", firstChunk), this.idle, this.total);
	}

	/**
	 * Change the longest gap in an answer.
	 * @param idle the time, {@code null} to leave it to the next settings
	 * @return new time-outs
	 * @throws ConfigurationException if it is not positive
	 */
	public Timeouts withIdle(@Nullable Duration idle) {
		return new Timeouts(this.firstChunk, checked("idle", idle), this.total);
	}

	/**
	 * Change the time for the whole call.
	 * @param total the time, {@code null} to leave it to the next settings
	 * @return new time-outs
	 * @throws ConfigurationException if it is not positive
	 */
	public Timeouts withTotal(@Nullable Duration total) {
		return new Timeouts(this.firstChunk, this.idle, checked("total", total));
	}

	private static @Nullable Duration checked(String name, @Nullable Duration value) {
		if (value != null && (value.isNegative() || value.isZero())) {
			throw new ConfigurationException(null, "The time-out " + name + " is " + value + ".",
					"Set inferencekey.timeout." + name + " to a positive duration, for example 30s.");
		}
		return atMost(value);
	}

	// Durations that do not fit into nanoseconds would overflow where they are used.
	static @Nullable Duration atMost(@Nullable Duration value) {
		return (value != null && value.compareTo(LONGEST) > 0) ? LONGEST : value;
	}

	/**
	 * Fill in what is not set here.
	 * @param other the settings to fall back on, {@code null} for none
	 * @return new time-outs
	 */
	public Timeouts orElse(@Nullable Timeouts other) {
		if (other == null) {
			return this;
		}
		return new Timeouts((this.firstChunk != null) ? this.firstChunk : other.firstChunk,
				(this.idle != null) ? this.idle : other.idle, (this.total != null) ? this.total : other.total);
	}

	@Override
	public boolean equals(@Nullable Object obj) {
		return obj instanceof Timeouts other && Objects.equals(this.firstChunk, other.firstChunk)
				&& Objects.equals(this.idle, other.idle) && Objects.equals(this.total, other.total);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.firstChunk, this.idle, this.total);
	}

	@Override
	public String toString() {
		return "Timeouts[firstChunk=" + this.firstChunk + ", idle=" + this.idle + ", total=" + this.total + "]";
	}

}
