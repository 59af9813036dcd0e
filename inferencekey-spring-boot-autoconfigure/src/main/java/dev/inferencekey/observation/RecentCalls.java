package dev.inferencekey.observation;

import java.time.Duration;
import java.time.Instant;

import dev.inferencekey.observation.WorkloadActivity.Tally;

/**
 * Counts calls of late in slots of a window, so that a busy workload is judged by as long
 * a time as a quiet one, for the same memory. Not thread-safe.
 */
final class RecentCalls {

	private static final int SLOTS = 100;

	private static final Duration LONGEST = Duration.ofDays(36_525);

	private final Duration window;

	private final long slotMillis;

	// What the slot is for, since it is used again and again.
	private final long[] slots = new long[SLOTS + 1];

	private final int[] up = new int[SLOTS + 1];

	private final int[] down = new int[SLOTS + 1];

	/**
	 * Begin to count.
	 * @param window how long calls are looked at, exact to a hundredth of it
	 */
	RecentCalls(Duration window) {
		if (window.isZero() || window.isNegative() || window.compareTo(LONGEST) > 0) {
			throw new IllegalArgumentException("calls cannot be counted for " + window);
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
