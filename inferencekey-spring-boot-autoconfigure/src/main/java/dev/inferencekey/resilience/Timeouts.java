package dev.inferencekey.resilience;

import java.time.Duration;

import dev.inferencekey.error.ConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * How long a call may take. What is {@code null} is left to the next settings.
 *
 * @param firstChunk from sending the request to the first byte of the answer's body, by
 * default 2 minutes: a workload may have to load its model
 * @param idle the longest gap between two reads of an answer that has begun, by default 1
 * minute
 * @param total the whole call with all its retries and waits, by default 10 minutes
 */
public record Timeouts(@Nullable Duration firstChunk, @Nullable Duration idle, @Nullable Duration total) {

	/**
	 * What counts as for ever; anything longer is taken for this.
	 */
	public static final Duration LONGEST = Duration.ofDays(365);

	/**
	 * The defaults, which suit inference.
	 */
	public static final Timeouts DEFAULTS = new Timeouts(Duration.ofMinutes(2), Duration.ofMinutes(1),
			Duration.ofMinutes(10));

	/**
	 * Create time-outs.
	 * @param firstChunk up to the first byte of the answer's body
	 * @param idle the longest gap in an answer
	 * @param total the whole call
	 * @throws ConfigurationException if one is not positive
	 */
	public Timeouts {
		check("first-chunk", firstChunk);
		check("idle", idle);
		check("total", total);
		firstChunk = atMost(firstChunk);
		idle = atMost(idle);
		total = atMost(total);
	}

	// Durations that do not fit into nanoseconds would overflow where they are used.
	static @Nullable Duration atMost(@Nullable Duration value) {
		return (value != null && value.compareTo(LONGEST) > 0) ? LONGEST : value;
	}

	private static void check(String name, @Nullable Duration value) {
		if (value != null && (value.isNegative() || value.isZero())) {
			throw new ConfigurationException(null, "The time-out " + name + " is " + value + ".",
					"Set inferencekey.timeout." + name + " to a positive duration, for example 30s.");
		}
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

}
