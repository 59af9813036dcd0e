package dev.inferencekey.error;

import org.jspecify.annotations.Nullable;

/**
 * The call was refused by this application itself, before anything was sent: as many
 * calls of the workload are in flight and queued as its settings allow.
 */
public class OverloadException extends ApiException {

	/**
	 * Create an exception.
	 * @param message how full it is
	 * @param workload the workload that was called
	 */
	public OverloadException(String message, @Nullable String workload) {
		super("too many calls: ", message, FailureOrigin.local(workload));
	}

}
