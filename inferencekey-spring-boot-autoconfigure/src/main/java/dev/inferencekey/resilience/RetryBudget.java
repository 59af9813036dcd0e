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

import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps retries from multiplying an outage: a token bucket as in gRPC and the AWS SDK.
 * Each call puts a tenth of a token in, each retry takes one out; when everything fails,
 * there are at most 1.1 requests a call in the long run. A full bucket allows a burst of
 * retries, so that a few failures among few calls are still repeated. Thread-safe.
 */
public final class RetryBudget {

	private static final long RETRY = 10;

	private static final long CALL = 1;

	private static final long CAPACITY = 10 * RETRY;

	// In tenths of a token.
	private final AtomicLong level = new AtomicLong(CAPACITY);

	/**
	 * Count a call.
	 */
	public void call() {
		this.level.updateAndGet((current) -> Math.min(CAPACITY, current + CALL));
	}

	/**
	 * Ask for a retry.
	 * @return {@code true} if it is within the budget, which it then takes from
	 */
	public boolean tryRetry() {
		long before = this.level.getAndUpdate((current) -> (current >= RETRY) ? current - RETRY : current);
		return before >= RETRY;
	}

	/**
	 * Begin anew with the whole reserve.
	 */
	public void fill() {
		this.level.set(CAPACITY);
	}

	/**
	 * How many retries are allowed now.
	 * @return the number of whole and part tokens
	 */
	public double level() {
		return (double) this.level.get() / RETRY;
	}

}
