package dev.inferencekey.error;

/**
 * Status 429: too many requests or tokens. {@link #retryAfter()} tells when to try again.
 */
public class RateLimitException extends ApiException {

	/**
	 * Create an exception.
	 * @param message what the server said
	 * @param origin where it happened
	 */
	public RateLimitException(String message, FailureOrigin origin) {
		super(message, origin);
	}

}
