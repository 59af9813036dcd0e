package dev.inferencekey.error;

/**
 * Status 404: the platform knows no such workload, or no such route.
 */
public class NotFoundException extends ApiException {

	/**
	 * Create an exception.
	 * @param message what was not found
	 * @param origin where it happened
	 */
	public NotFoundException(String message, FailureOrigin origin) {
		super("not found: ", message, origin);
	}

}
