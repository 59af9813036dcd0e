package dev.inferencekey.error;

import org.jspecify.annotations.Nullable;

/**
 * No answer: the host name did not resolve, the connection or TLS failed, it was reset,
 * or a deadline passed. {@link #status()} is 0.
 */
public class TransportException extends ApiException {

	private final boolean retryable;

	/**
	 * Create an exception.
	 * @param message what happened
	 * @param workload the workload that was called
	 * @param cause the exception underneath, {@code null} for none
	 */
	public TransportException(String message, @Nullable String workload, @Nullable Throwable cause) {
		this(message, false, workload, cause);
	}

	/**
	 * Create an exception.
	 * @param message what happened
	 * @param retryable whether the same call may succeed if made again at once
	 * @param workload the workload that was called
	 * @param cause the exception underneath, {@code null} for none
	 */
	public TransportException(String message, boolean retryable, @Nullable String workload, @Nullable Throwable cause) {
		super("network error: ", message, FailureOrigin.local(workload).withCause(cause));
		this.retryable = retryable;
	}

	@Override
	public boolean isRetryable() {
		return this.retryable;
	}

}
