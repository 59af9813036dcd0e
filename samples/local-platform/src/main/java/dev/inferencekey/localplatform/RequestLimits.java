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

package dev.inferencekey.localplatform;

import java.time.Duration;

/**
 * What one caller may take up before its request is whole.
 *
 * @param maxBodySize bytes of a body that are kept
 * @param headTimeout from the connection, or the first byte of a further request, to the
 * end of the head
 * @param bodyTimeout from the end of the head to the end of the body
 * @param idleTimeout how long a connection may wait for its next request
 * @param maxHalfOpen connections whose request is not whole; one more closes the oldest
 */
record RequestLimits(int maxBodySize, Duration headTimeout, Duration bodyTimeout, Duration idleTimeout,
		int maxHalfOpen) {

	static final RequestLimits DEFAULTS = new RequestLimits(4 * 1024 * 1024, Duration.ofSeconds(10),
			Duration.ofSeconds(20), Duration.ofMinutes(2), 256);

	/**
	 * How much of one body is read at all. What is beyond the kept size is dropped, so
	 * that a caller that is refused gets to see why.
	 */
	long maxDroppedSize() {
		return 4L * this.maxBodySize;
	}

}
