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
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * The deadlines of one call, counted from its start.
 */
public final class Deadline {

	private final LongSupplier nanoTime;

	private final long start;

	private final Timeouts timeouts;

	private final String origin;

	private Deadline(Timeouts timeouts, String origin, LongSupplier nanoTime) {
		this.origin = origin;
		this.nanoTime = nanoTime;
		this.start = nanoTime.getAsLong();
		this.timeouts = timeouts;
	}

	/**
	 * Begin to count.
	 * @param timeouts what the workload allows
	 * @param total what the call allows as a whole, {@code null} for what the workload
	 * does
	 * @param property where the total of the workload comes from
	 * @param nanoTime the time in nanoseconds, of any origin
	 * @return the deadlines
	 */
	public static Deadline start(Timeouts timeouts, @Nullable Duration total, String property, LongSupplier nanoTime) {
		return new Deadline(Timeouts.UNSET.withTotal(total).orElse(timeouts).orElse(Timeouts.DEFAULTS),
				(total != null) ? "the request's own timeout(…)" : property, nanoTime);
	}

	/**
	 * How long the call may still take.
	 * @return the time, negative once it has passed
	 */
	public Duration remaining() {
		return total().minusNanos(this.nanoTime.getAsLong() - this.start);
	}

	/**
	 * Whether a wait would end before the call must.
	 * @param wait the time to wait
	 * @return {@code true} if there is time left after it
	 */
	public boolean allows(Duration wait) {
		return remaining().compareTo(wait) > 0;
	}

	/**
	 * The whole call.
	 * @return the time from start to end
	 */
	public Duration total() {
		return Objects.requireNonNull(this.timeouts.total());
	}

	/**
	 * Where the limit of the whole call comes from.
	 * @return the property, or the request's own timeout
	 */
	public String origin() {
		return this.origin;
	}

	/**
	 * The limit of the whole call and where it comes from.
	 * @return for example {@code 10 s (inferencekey.timeout.total)}
	 */
	public String describeTotal() {
		Duration total = total();
		String time = (total.toMillis() % 1000 == 0) ? total.toSeconds() + " s" : total.toMillis() + " ms";
		return time + " (" + this.origin + ")";
	}

	/**
	 * Up to the first byte of the body of an answer, for each attempt.
	 * @return the time from sending
	 */
	public Duration firstChunk() {
		return Objects.requireNonNull(this.timeouts.firstChunk());
	}

	/**
	 * The longest gap in an answer.
	 * @return the time between two reads
	 */
	public Duration idle() {
		return Objects.requireNonNull(this.timeouts.idle());
	}

}
