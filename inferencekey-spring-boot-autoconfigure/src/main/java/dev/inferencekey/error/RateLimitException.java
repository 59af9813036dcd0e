package dev.inferencekey.error;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Status 429: too many requests or tokens. {@link #retryAfter()} tells when to try again.
 */
public class RateLimitException extends ApiException {

	private final @Nullable Duration retryAfter;

	/**
	 * Create an exception.
	 * @param message what the server said
	 * @param retryAfter how long the server asks to wait, {@code null} when it does not
	 * say
	 * @param origin where it happened
	 */
	public RateLimitException(String message, @Nullable Duration retryAfter, FailureOrigin origin) {
		super(message, origin);
		this.retryAfter = retryAfter;
	}

	/**
	 * How long the server asks to wait, from {@code retry-after-ms} or
	 * {@code Retry-After} (seconds or HTTP date).
	 * @return the time from when the answer arrived, or {@code null} when the server did
	 * not say
	 */
	public @Nullable Duration retryAfter() {
		return this.retryAfter;
	}

}
