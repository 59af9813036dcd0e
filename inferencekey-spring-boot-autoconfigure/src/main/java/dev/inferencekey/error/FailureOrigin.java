package dev.inferencekey.error;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Where a failure comes from: what every exception of this client is built with.
 *
 * @param workload the workload that was called, {@code null} for none in particular
 * @param status the HTTP status, 0 when there was no answer
 * @param code the error code that the server gave, {@code null} for none
 * @param requestId the id that the server gave to the request, {@code null} for none
 * @param retryAfter how long the server asks to wait, {@code null} if it does not say
 * @param cause the exception underneath, {@code null} for none
 */
public record FailureOrigin(@Nullable String workload, int status, @Nullable String code, @Nullable String requestId,
		@Nullable Duration retryAfter, @Nullable Throwable cause) {

	/**
	 * A failure found on this side, before any answer.
	 * @param workload the workload concerned, {@code null} for none in particular
	 * @return the origin
	 */
	public static FailureOrigin local(@Nullable String workload) {
		return new FailureOrigin(workload, 0, null, null, null, null);
	}

	/**
	 * The same with a cause.
	 * @param cause the exception underneath
	 * @return a new origin
	 */
	public FailureOrigin withCause(@Nullable Throwable cause) {
		return new FailureOrigin(this.workload, this.status, this.code, this.requestId, this.retryAfter, cause);
	}

	/**
	 * The same with an error code.
	 * @param code the error code that the server gave
	 * @return a new origin
	 */
	public FailureOrigin withCode(@Nullable String code) {
		return new FailureOrigin(this.workload, this.status, code, this.requestId, this.retryAfter, this.cause);
	}

}
