package dev.inferencekey.error;

/**
 * Status 404: the platform does not know the workload or the route.
 */
public class NotFoundException extends ApiException {

	/**
	 * Create an exception.
	 * @param message what was not found
	 * @param origin the facts behind the failure
	 */
	public NotFoundException(String message, FailureOrigin origin) {
		super("not found: ", message, origin);
	}

}
