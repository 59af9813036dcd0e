package dev.inferencekey.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * Limits on concurrent calls of a workload.
 */
public class ConcurrencyProperties {

	/**
	 * Maximum number of concurrent calls. By default 256.
	 */
	private @Nullable Integer maxInFlight;

	/**
	 * Maximum number of calls that wait for another one to end; further calls are
	 * rejected. By default 1000.
	 */
	private @Nullable Integer maxQueued;

	public @Nullable Integer getMaxInFlight() {
		return this.maxInFlight;
	}

	public void setMaxInFlight(@Nullable Integer maxInFlight) {
		this.maxInFlight = maxInFlight;
	}

	public @Nullable Integer getMaxQueued() {
		return this.maxQueued;
	}

	public void setMaxQueued(@Nullable Integer maxQueued) {
		this.maxQueued = maxQueued;
	}

}
