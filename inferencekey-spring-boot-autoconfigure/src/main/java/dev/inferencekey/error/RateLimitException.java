package dev.inferencekey.error;

/**
 * Status 429: too many requests or tokens. {@link #retryAfter()} tells how long to wait,
 * and is {@code null} if the server did not say.
 */
public class RateLimitException extends ApiException {

	/**
	 * Create an exception.
	 * @param message what the server said
	 * @param origin the facts behind the failure
	 */
	public RateLimitException(String message, FailureOrigin origin) {
		super(message, origin);
	}

}
