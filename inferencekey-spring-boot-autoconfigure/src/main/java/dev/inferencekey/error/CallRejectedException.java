package dev.inferencekey.error;

import org.jspecify.annotations.Nullable;

/**
 * The call was refused by this application itself, before anything was sent: as many
 * calls of the workload are in flight and queued as its settings allow, or the
 * application is shutting down.
 */
public class CallRejectedException extends ApiException {

	/**
	 * Create an exception.
	 * @param message why
	 * @param workload the workload that was called
	 */
	public CallRejectedException(String message, @Nullable String workload) {
		super("call rejected: ", message, FailureOrigin.local(workload));
	}

}
