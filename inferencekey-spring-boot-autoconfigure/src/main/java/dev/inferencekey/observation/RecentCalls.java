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

package dev.inferencekey.observation;

import java.time.Duration;
import java.time.Instant;

import dev.inferencekey.observation.WorkloadActivity.Tally;

/**
 * Counts recent calls in slots of a sliding window, so that a busy workload is judged
 * over the same time as a quiet one, with the same memory. Not thread-safe.
 */
final class RecentCalls {

	private static final int SLOTS = 100;

	private static final Duration LONGEST = Duration.ofDays(36_525);

	private final Duration window;

	private final long slotMillis;

	// The number of the period that each slot counts, since slots are reused.
	private final long[] slots = new long[SLOTS + 1];

	private final int[] up = new int[SLOTS + 1];

	private final int[] down = new int[SLOTS + 1];

	/**
	 * Create an instance.
	 * @param window how long calls count, accurate to one hundredth
	 */
	RecentCalls(Duration window) {
		if (window.isZero() || window.isNegative() || window.compareTo(LONGEST) > 0) {
			throw new IllegalArgumentException(
					"Calls cannot be counted for " + window + ": a window is positive and at most a century");
		}
		this.window = window;
		this.slotMillis = Math.max(1, (window.toMillis() + SLOTS - 1) / SLOTS);
	}

	Duration window() {
		return this.window;
	}

	void add(Instant now, boolean answered) {
		long slot = slot(now);
		int index = (int) Math.floorMod(slot, (long) this.slots.length);
		if (this.slots[index] != slot) {
			this.slots[index] = slot;
			this.up[index] = 0;
			this.down[index] = 0;
		}
		(answered ? this.up : this.down)[index]++;
	}

	Tally tally(Instant now) {
		long last = slot(now);
		long first = slot(now.minus(this.window));
		long answered = 0;
		long failed = 0;
		for (int index = 0; index < this.slots.length; index++) {
			if (this.slots[index] >= first && this.slots[index] <= last) {
				answered += this.up[index];
				failed += this.down[index];
			}
		}
		return new Tally(answered, failed);
	}

	private long slot(Instant at) {
		return Math.floorDiv(at.toEpochMilli(), this.slotMillis);
	}

}
