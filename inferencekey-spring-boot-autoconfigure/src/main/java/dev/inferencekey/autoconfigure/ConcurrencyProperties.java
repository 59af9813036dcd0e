package dev.inferencekey.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * How many calls of a workload may be under way.
 */
public class ConcurrencyProperties {

	/**
	 * Most calls at the same time. By default 256.
	 */
	private @Nullable Integer maxInFlight;

	/**
	 * Most calls that wait for a place; further ones are refused. By default 1000.
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
