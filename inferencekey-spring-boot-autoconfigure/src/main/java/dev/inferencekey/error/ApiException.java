package dev.inferencekey.error;

import java.time.Duration;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The call failed for a reason other than the request or the credential: an error status,
 * an answer that cannot be read, or no answer at all.
 */
public class ApiException extends InferenceKeyException {

	private static final Set<Integer> RETRYABLE = Set.of(408, 409, 429, 500, 502, 503, 504);

	private final int status;

	private final @Nullable String code;

	private final @Nullable Duration retryAfter;

	/**
	 * Create an exception for an error status or an unreadable answer.
	 * @param message what happened
	 * @param origin where it happened
	 */
	public ApiException(String message, FailureOrigin origin) {
		this("api error (status " + origin.status() + "): ", message, origin);
	}

	/**
	 * Create an exception of a more specific kind.
	 * @param prefix how the message begins
	 * @param message what happened
	 * @param origin where it happened
	 */
	protected ApiException(String prefix, String message, FailureOrigin origin) {
		super(prefix + message, origin);
		this.status = origin.status();
		this.code = origin.code();
		this.retryAfter = origin.retryAfter();
	}

	/**
	 * The HTTP status.
	 * @return the status, 0 when there was no answer
	 */
	public int status() {
		return this.status;
	}

	/**
	 * The error code that the server gave in the body.
	 * @return the code, or {@code null}
	 */
	public @Nullable String code() {
		return this.code;
	}

	/**
	 * Whether the same call may succeed if it is made again: by its status (408, 409,
	 * 429, 500, 502, 503, 504), or since the connection failed before an answer came.
	 * @return {@code true} if a retry makes sense
	 */
	public boolean isRetryable() {
		return RETRYABLE.contains(this.status);
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
