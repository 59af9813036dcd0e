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

package dev.inferencekey.exchange;

import java.time.Duration;

import dev.inferencekey.operation.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * Says whether a retry makes sense, from the very facts that {@code isRetryable()} and
 * {@code retryAfter()} tell.
 */
final class Advice {

	private Advice() {
	}

	static String retry(boolean retryable, @Nullable Duration retryAfter) {
		if (!retryable) {
			return "";
		}
		return (retryAfter != null && !retryAfter.isZero())
				? " The server asks to wait " + text(retryAfter) + " before the next call."
				: " The call may succeed if it is made again.";
	}

	/**
	 * Why the client itself has not tried again what may succeed.
	 */
	static String once(@Nullable RequestBody body) {
		return (body != null && !body.repeatable()) ? " It was not retried, because its body can be read only once."
				: "";
	}

	static String text(Duration duration) {
		return (duration.toMillis() % 1000 == 0) ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
	}

}
