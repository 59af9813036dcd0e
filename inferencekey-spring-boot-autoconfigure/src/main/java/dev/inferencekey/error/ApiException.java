package dev.inferencekey.error;

import org.jspecify.annotations.Nullable;

/**
 * The call failed for a reason other than the request or the credential: an error status,
 * an answer that cannot be read, or no answer at all.
 */
public class ApiException extends InferenceKeyException {

	private final int status;

	private final @Nullable String code;

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

}
