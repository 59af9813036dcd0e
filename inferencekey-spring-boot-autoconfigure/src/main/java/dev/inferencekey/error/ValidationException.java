package dev.inferencekey.error;

/**
 * The request is not valid: refused by this client before anything was sent, or by the
 * server with status 400 or 422. Sending it again does not help.
 */
public class ValidationException extends InferenceKeyException {

	private final int status;

	/**
	 * Create an exception.
	 * @param message what is wrong with the request
	 * @param origin where it was found
	 */
	public ValidationException(String message, FailureOrigin origin) {
		super("validation error: " + message, origin);
		this.status = origin.status();
	}

	/**
	 * Who refused the request.
	 * @return 400 or 422 from the server, 0 when nothing was sent
	 */
	public int status() {
		return this.status;
	}

}
