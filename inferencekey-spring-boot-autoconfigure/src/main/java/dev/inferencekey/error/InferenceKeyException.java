package dev.inferencekey.error;

import org.jspecify.annotations.Nullable;

/**
 * Base of everything this client throws. The message says which workload it was, what
 * happened and what to do about it; it never holds more of a key than its public prefix.
 */
public abstract class InferenceKeyException extends RuntimeException {

	private final @Nullable String workload;

	private final @Nullable String requestId;

	/**
	 * Create an exception.
	 * @param message what happened, without any secret
	 * @param origin where it happened
	 */
	protected InferenceKeyException(String message, FailureOrigin origin) {
		super(message, origin.cause());
		this.workload = origin.workload();
		this.requestId = origin.requestId();
	}

	/**
	 * The workload that was called.
	 * @return its name, or {@code null} when the failure concerns none in particular
	 */
	public @Nullable String workload() {
		return this.workload;
	}

	/**
	 * The id that the platform gave to the failed request, for its support.
	 * @return the value of the response header {@code x-request-id}, or {@code null}
	 */
	public @Nullable String requestId() {
		return this.requestId;
	}

}
