package dev.inferencekey.transport;

import java.time.Duration;

/**
 * A deadline of a call has passed, or that of the client, for which all of them end.
 * Names the property that it comes from.
 */
final class DeadlineExceededException extends RuntimeException {

	private final boolean shutdown;

	private DeadlineExceededException(String message) {
		this(message, false);
	}

	private DeadlineExceededException(String message, boolean shutdown) {
		super(message, null, false, false);
		this.shutdown = shutdown;
	}

	/**
	 * Whether a call ended with the client, which says nothing of its workload.
	 * @param failure what the call failed with
	 * @return {@code true} if so
	 */
	static boolean isShutdown(Throwable failure) {
		return failure.getCause() instanceof DeadlineExceededException deadline && deadline.shutdown;
	}

	static DeadlineExceededException firstChunk(Duration limit) {
		return new DeadlineExceededException(
				"no answer began within " + text(limit) + ", see inferencekey.timeout.first-chunk");
	}

	static DeadlineExceededException idle(Duration limit) {
		return new DeadlineExceededException(
				"nothing came for " + text(limit) + " in the middle of the answer, see inferencekey.timeout.idle");
	}

	static DeadlineExceededException total(Duration limit) {
		return new DeadlineExceededException(
				"the call took longer than " + text(limit) + " with all its retries, see inferencekey.timeout.total");
	}

	static DeadlineExceededException shutdown() {
		return new DeadlineExceededException(
				"the client was closed before the answer was complete, see spring.lifecycle.timeout-per-shutdown-phase",
				true);
	}

	static String text(Duration limit) {
		return (limit.toMillis() % 1000 == 0) ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
	}

}
