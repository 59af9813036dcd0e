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

package dev.inferencekey.resilience;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * Exponential backoff with full jitter: a random part of a time that doubles, so that
 * callers that failed together do not come back together.
 */
final class Backoff {

	private final long initial;

	private final long max;

	private final DoubleSupplier random;

	/**
	 * Create a backoff.
	 * @param initial the longest first wait
	 * @param max the longest wait
	 * @param random gives numbers from 0 to 1
	 */
	public Backoff(Duration initial, Duration max, DoubleSupplier random) {
		this.initial = initial.toMillis();
		this.max = max.toMillis();
		this.random = random;
	}

	/**
	 * How long to wait.
	 * @param failures how often the call has failed, from 1
	 * @return the wait before the next attempt
	 */
	public Duration afterFailure(int failures) {
		double ceiling = Math.min((double) this.max, this.initial * Math.pow(2, failures - 1));
		return Duration.ofMillis((long) (ceiling * this.random.getAsDouble()));
	}

}
