package dev.inferencekey.resilience;

import dev.inferencekey.error.ConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * How many calls of a workload may be under way. What is {@code null} is left to the next
 * settings.
 *
 * @param maxInFlight the most calls at the same time, by default 256
 * @param maxQueued the most calls that wait for a permit, by default 1,000; further ones
 * are refused
 */
public record ConcurrencySettings(@Nullable Integer maxInFlight, @Nullable Integer maxQueued) {

	/**
	 * The defaults.
	 */
	public static final ConcurrencySettings DEFAULTS = new ConcurrencySettings(256, 1000);

	/**
	 * Create settings.
	 * @param maxInFlight the most calls at the same time
	 * @param maxQueued the most calls that wait for a permit
	 * @throws ConfigurationException if a value makes no sense
	 */
	public ConcurrencySettings {
		if (maxInFlight != null && maxInFlight < 1) {
			throw new ConfigurationException(null, "The number of calls in flight is " + maxInFlight + ".",
					"Set inferencekey.concurrency.max-in-flight to at least 1.");
		}
		if (maxQueued != null && maxQueued < 0) {
			throw new ConfigurationException(null, "The number of queued calls is " + maxQueued + ".",
					"Set inferencekey.concurrency.max-queued to at least 0.");
		}
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

}
