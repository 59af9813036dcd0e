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

package dev.inferencekey.test;

import java.time.Duration;

/**
 * A header of a scripted answer.
 *
 * @param name the name, such as {@code retry-after}
 * @param value the value
 */
public record ResponseHeader(String name, String value) {

	/**
	 * When the client may ask again, as a rate limit or a workload that starts says it.
	 * @param delay the time from now on; it is sent in whole seconds when there are any,
	 * otherwise as {@code retry-after-ms}
	 * @return the header
	 */
	public static ResponseHeader retryAfter(Duration delay) {
		if (delay.toMillis() % 1000 == 0) {
			return new ResponseHeader("retry-after", String.valueOf(delay.toSeconds()));
		}
		return new ResponseHeader("retry-after-ms", String.valueOf(delay.toMillis()));
	}

	/**
	 * The id of the request, which exceptions name.
	 * @param id the id
	 * @return the header
	 */
	public static ResponseHeader requestId(String id) {
		return new ResponseHeader("x-request-id", id);
	}

}
