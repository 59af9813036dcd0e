package dev.inferencekey.error;

/**
 * The request is not valid: rejected by this client before anything was sent
 * ({@link #status()} is 0), or by the server with status 400 or 422. Sending it again
 * does not help.
 */
public class ValidationException extends InferenceKeyException {

	/**
	 * Create an exception.
	 * @param message what is wrong with the request
	 * @param origin the facts behind the failure
	 */
	public ValidationException(String message, FailureOrigin origin) {
		super("validation error: " + message, origin);
	}

}
