package dev.inferencekey.transport;

import java.time.Duration;

/**
 * A deadline of a call has passed, or that of the client, for which all of them end.
 * Names the property that it comes from.
 */
final class DeadlineExceededException extends RuntimeException {

	private DeadlineExceededException(String message) {
		super(message, null, false, false);
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
				"the client was closed before the answer was complete, see spring.lifecycle.timeout-per-shutdown-phase");
	}

	static String text(Duration limit) {
		return (limit.toMillis() % 1000 == 0) ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
	}

}
