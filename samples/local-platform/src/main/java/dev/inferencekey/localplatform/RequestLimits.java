package dev.inferencekey.localplatform;

import java.time.Duration;

/**
 * What one caller may take up before its request is whole.
 *
 * @param maxBodySize bytes of a body that are kept
 * @param headTimeout from the connection, or the first byte of a further request, to the
 * end of the head
 * @param bodyTimeout from the end of the head to the end of the body
 * @param idleTimeout how long a connection may wait for its next request
 * @param maxHalfOpen connections whose request is not whole; one more closes the oldest
 */
record RequestLimits(int maxBodySize, Duration headTimeout, Duration bodyTimeout, Duration idleTimeout,
		int maxHalfOpen) {

	static final RequestLimits DEFAULTS = new RequestLimits(4 * 1024 * 1024, Duration.ofSeconds(10),
			Duration.ofSeconds(20), Duration.ofMinutes(2), 256);

	/**
	 * How much of one body is read at all. What is beyond the kept size is dropped, so
	 * that a caller that is refused gets to see why.
	 */
	long maxDroppedSize() {
		return 4L * this.maxBodySize;
	}

}
