package dev.inferencekey.operation;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A request that may bring a deadline of its own.
 */
public interface Timed {

	/**
	 * How long the whole call may take, with all its retries and waits.
	 * @return the time, or {@code null} for what is configured
	 */
	@Nullable Duration timeout();

}
