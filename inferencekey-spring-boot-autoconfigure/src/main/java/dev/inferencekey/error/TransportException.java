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
 * No response: the host name did not resolve, connecting or the TLS handshake failed, the
 * connection was reset, or a deadline passed. {@link #status()} is 0.
 */
public class TransportException extends ApiException {

	private final boolean retryable;

	/**
	 * Create an exception.
	 * @param message what happened
	 * @param workload the workload that was called
	 * @param cause the underlying exception, {@code null} for none
	 */
	public TransportException(String message, @Nullable String workload, @Nullable Throwable cause) {
		this(message, false, workload, cause);
	}

	/**
	 * Create an exception.
	 * @param message what happened
	 * @param retryable whether the same call may succeed if it is made again
	 * @param workload the workload that was called
	 * @param cause the underlying exception, {@code null} for none
	 */
	public TransportException(String message, boolean retryable, @Nullable String workload, @Nullable Throwable cause) {
		super("network error: ", message, FailureOrigin.local(workload).withCause(cause));
		this.retryable = retryable;
	}

	@Override
	public boolean isRetryable() {
		return this.retryable;
	}

}
