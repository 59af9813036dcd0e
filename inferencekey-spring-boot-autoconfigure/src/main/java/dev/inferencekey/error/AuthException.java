package dev.inferencekey.error;

/**
 * Status 401: the credential is missing, unknown or revoked.
 */
public class AuthException extends InferenceKeyException {

	/**
	 * Create an exception.
	 * @param message what the server said and which key it was, by its prefix
	 * @param origin where it happened
	 */
	public AuthException(String message, FailureOrigin origin) {
		super("authentication failed: " + message, origin);
	}

}
