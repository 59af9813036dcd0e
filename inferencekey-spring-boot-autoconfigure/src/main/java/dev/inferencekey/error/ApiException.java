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
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The call failed for a reason other than the request or the credential: an error status,
 * a response that cannot be read, or no response at all.
 */
public class ApiException extends InferenceKeyException {

	private static final Set<Integer> RETRYABLE = Set.of(408, 429, 500, 502, 503, 504);

	private final @Nullable Duration retryAfter;

	/**
	 * Create an exception for an error status or an unreadable response.
	 * @param message what happened
	 * @param origin the facts behind the failure
	 */
	public ApiException(String message, FailureOrigin origin) {
		this("api error (status " + origin.status() + "): ", message, origin);
	}

	/**
	 * Create an exception of a more specific kind.
	 * @param prefix the beginning of the message
	 * @param message what happened
	 * @param origin the facts behind the failure
	 */
	protected ApiException(String prefix, String message, FailureOrigin origin) {
		super(prefix + message, origin);
		this.retryAfter = origin.retryAfter();
	}

	/**
	 * Whether the same call may succeed if it is made again: because of its status (408,
	 * 429, 500, 502, 503, 504), or because the connection failed before a response came.
	 * @return {@code true} if a retry makes sense
	 */
	public boolean isRetryable() {
		return isRetryable(status());
	}

	/**
	 * Whether the same call may succeed after this status if it is made again.
	 * @param status an HTTP status
	 * @return {@code true} for 408, 429, 500, 502, 503 and 504
	 */
	public static boolean isRetryable(int status) {
		return RETRYABLE.contains(status);
	}

	/**
	 * How long the server asks to wait, from {@code retry-after-ms} or
	 * {@code Retry-After} (seconds or HTTP date).
	 * @return the time to wait from the arrival of the response, or {@code null} if the
	 * server did not say
	 */
	public @Nullable Duration retryAfter() {
		return this.retryAfter;
	}

}
