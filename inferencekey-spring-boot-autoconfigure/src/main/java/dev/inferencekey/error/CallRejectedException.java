package dev.inferencekey.error;

import org.jspecify.annotations.Nullable;

/**
 * This client rejected the call before anything was sent: the concurrency limit of the
 * workload is reached and its queue is full, the circuit breaker of the workload is open,
 * or the application is shutting down.
 */
public class CallRejectedException extends ApiException {

	/**
	 * Create an exception.
	 * @param message why the call was rejected
	 * @param workload the workload that was called
	 */
	public CallRejectedException(String message, @Nullable String workload) {
		super("call rejected: ", message, FailureOrigin.local(workload));
	}

}
