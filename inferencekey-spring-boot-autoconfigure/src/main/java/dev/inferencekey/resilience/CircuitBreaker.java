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

/**
 * Asked before each attempt of a call and told how it went: where a circuit breaker of
 * the application's choice is plugged in. Thread-safe.
 */
public interface CircuitBreaker {

	/**
	 * Lets everything pass.
	 */
	CircuitBreaker NONE = new CircuitBreaker() {

		@Override
		public boolean tryEnter() {
			return true;
		}

		@Override
		public void succeeded(Duration took) {
			// Nobody counts.
		}

		@Override
		public void failed(Duration took, Throwable failure) {
			// Nobody counts.
		}

		@Override
		public void abandoned() {
			// Nobody counts.
		}

	};

	/**
	 * Ask for an attempt.
	 * @return {@code false} to refuse it; after {@code true} one of the other methods is
	 * called once
	 */
	boolean tryEnter();

	/**
	 * The workload answered, if only to say that the request was wrong.
	 * @param took how long it took
	 */
	void succeeded(Duration took);

	/**
	 * The workload failed.
	 * @param took how long it took
	 * @param failure how
	 */
	void failed(Duration took, Throwable failure);

	/**
	 * The attempt was cancelled and says nothing about the workload.
	 */
	void abandoned();

}
