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

import org.jspecify.annotations.Nullable;

/**
 * Base class of all exceptions of this client. The message says which workload was
 * called, what happened and what to do about it. Whatever the message, the names or the
 * cause quote, no more of a platform key than its public prefix is shown.
 */
public abstract class InferenceKeyException extends RuntimeException {

	private final @Nullable String workload;

	private final int status;

	private final @Nullable String code;

	private final @Nullable String type;

	private final @Nullable String requestId;

	private volatile @Nullable String part;

	/**
	 * Create an exception.
	 * @param message what happened and what to do about it; made {@linkplain SafeText
	 * safe to show}
	 * @param origin the facts behind the failure
	 */
	protected InferenceKeyException(String message, FailureOrigin origin) {
		super(SafeText.oneLine(SafeText.redact(message)), RedactedCause.of(origin.cause()));
		this.workload = origin.workload();
		this.status = origin.status();
		this.code = origin.code();
		this.type = origin.type();
		this.requestId = origin.requestId();
	}

	/**
	 * Add which part of a call failed, where one call takes several requests. The first
	 * addition counts.
	 * @param part for example {@code inputs 64 to 127}
	 */
	public final void concerns(String part) {
		if (this.part == null) {
			this.part = part;
		}
	}

	@Override
	public @Nullable String getMessage() {
		String message = super.getMessage();
		return (this.part != null) ? message + " (" + this.part + ")" : message;
	}

	/**
	 * The workload that was called.
	 * @return its name, or {@code null} when the failure concerns none in particular
	 */
	public @Nullable String workload() {
		return this.workload;
	}

	/**
	 * The HTTP status of the response.
	 * @return the status, 0 when there was no response
	 */
	public int status() {
		return this.status;
	}

	/**
	 * The error code from the body of the response, as the server wrote it.
	 * @return the code, or {@code null} when there was none
	 */
	public @Nullable String code() {
		return this.code;
	}

	/**
	 * The error type from the body of the response, as the server wrote it.
	 * @return the type, or {@code null} when there was none
	 */
	public @Nullable String type() {
		return this.type;
	}

	/**
	 * The id that the server gave to the failed request; quote it to the platform's
	 * support.
	 * @return the id from the headers of the response, or {@code null}
	 */
	public @Nullable String requestId() {
		return this.requestId;
	}

}
