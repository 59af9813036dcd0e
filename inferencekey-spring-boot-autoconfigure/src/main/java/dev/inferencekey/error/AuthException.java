package dev.inferencekey.error;

/**
 * Status 401: the credential is missing, unknown or revoked.
 */
public class AuthException extends InferenceKeyException {

	/**
	 * Create an exception.
	 * @param message what the server said, and the public prefix of the key that was sent
	 * @param origin the facts behind the failure
	 */
	public AuthException(String message, FailureOrigin origin) {
		super("authentication failed: " + message, origin);
	}

}
