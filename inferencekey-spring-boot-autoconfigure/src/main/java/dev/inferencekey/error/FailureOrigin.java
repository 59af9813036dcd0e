/*
 * Copyright 2026 the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.inferencekey.error;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The facts behind a failure: which workload was called and what the server answered.
 * Every exception of this client is created from one. Immutable; start with
 * {@link #local} or {@link #of} and add what is known. Names and codes are made
 * {@linkplain SafeText safe to show}, since a key may stand where a name belongs.
 */
public final class FailureOrigin {

	private final @Nullable String workload;

	private final int status;

	private @Nullable String code;

	private @Nullable String type;

	private @Nullable String requestId;

	private @Nullable Duration retryAfter;

	private @Nullable Throwable cause;

	private FailureOrigin(@Nullable String workload, int status) {
		this.workload = safe(workload);
		this.status = status;
	}

	/**
	 * A failure on this side, before any response.
	 * @param workload the workload concerned, {@code null} for none in particular
	 * @return the origin, with status 0
	 */
	public static FailureOrigin local(@Nullable String workload) {
		return of(workload, 0);
	}

	/**
	 * A failure that the server reported, or a response that could not be used.
	 * @param workload the workload that was called, {@code null} for none in particular
	 * @param status the HTTP status, 0 when there was no response
	 * @return the origin
	 */
	public static FailureOrigin of(@Nullable String workload, int status) {
		return new FailureOrigin(workload, status);
	}

	/**
	 * Add the error code from the response.
	 * @param code the code, or {@code null} for none
	 * @return a new origin
	 */
	public FailureOrigin withCode(@Nullable String code) {
		FailureOrigin copy = copy();
		copy.code = safe(code);
		return copy;
	}

	/**
	 * Add the error type from the response.
	 * @param type the type, or {@code null} for none
	 * @return a new origin
	 */
	public FailureOrigin withType(@Nullable String type) {
		FailureOrigin copy = copy();
		copy.type = safe(type);
		return copy;
	}

	/**
	 * Add the id that the server gave to the request.
	 * @param requestId the id, or {@code null} for none
	 * @return a new origin
	 */
	public FailureOrigin withRequestId(@Nullable String requestId) {
		FailureOrigin copy = copy();
		copy.requestId = safe(requestId);
		return copy;
	}

	/**
	 * Add how long the server asks to wait.
	 * @param retryAfter the time to wait, or {@code null} if the server did not say
	 * @return a new origin
	 */
	public FailureOrigin withRetryAfter(@Nullable Duration retryAfter) {
		FailureOrigin copy = copy();
		copy.retryAfter = retryAfter;
		return copy;
	}

	/**
	 * Add the underlying exception.
	 * @param cause the exception, or {@code null} for none
	 * @return a new origin
	 */
	public FailureOrigin withCause(@Nullable Throwable cause) {
		FailureOrigin copy = copy();
		copy.cause = cause;
		return copy;
	}

	private static @Nullable String safe(@Nullable String value) {
		return (value != null) ? SafeText.oneLine(SafeText.redact(value)) : null;
	}

	private FailureOrigin copy() {
		FailureOrigin copy = new FailureOrigin(this.workload, this.status);
		copy.code = this.code;
		copy.type = this.type;
		copy.requestId = this.requestId;
		copy.retryAfter = this.retryAfter;
		copy.cause = this.cause;
		return copy;
	}

	/**
	 * The workload that was called.
	 * @return its name, or {@code null} for none in particular
	 */
	public @Nullable String workload() {
		return this.workload;
	}

	/**
	 * The HTTP status.
	 * @return the status, 0 when there was no response
	 */
	public int status() {
		return this.status;
	}

	/**
	 * The error code from the response.
	 * @return the code, or {@code null}
	 */
	public @Nullable String code() {
		return this.code;
	}

	/**
	 * The error type from the response.
	 * @return the type, or {@code null}
	 */
	public @Nullable String type() {
		return this.type;
	}

	/**
	 * The id that the server gave to the request.
	 * @return the id, or {@code null}
	 */
	public @Nullable String requestId() {
		return this.requestId;
	}

	/**
	 * How long the server asks to wait.
	 * @return the time to wait, or {@code null} if the server did not say
	 */
	public @Nullable Duration retryAfter() {
		return this.retryAfter;
	}

	/**
	 * The underlying exception.
	 * @return the exception, or {@code null}
	 */
	public @Nullable Throwable cause() {
		return this.cause;
	}

}
