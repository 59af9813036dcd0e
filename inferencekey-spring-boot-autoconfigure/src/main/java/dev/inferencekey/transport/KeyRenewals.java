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

package dev.inferencekey.transport;

import dev.inferencekey.observation.ActivityRecorder;
import dev.inferencekey.resilience.RetryBudget;

/**
 * Limits how often refused keys are read again. A source that always has another key, but
 * never a good one, must not double the requests of an outage. Thread-safe.
 */
final class KeyRenewals {

	private final RetryBudget budget;

	private final ActivityRecorder activity;

	// Whether the last key that replaced a refused one was accepted.
	private volatile boolean helpful = true;

	KeyRenewals(RetryBudget budget, ActivityRecorder activity) {
		this.budget = budget;
		this.activity = activity;
	}

	/**
	 * Whether to read a key again.
	 * @return {@code true} as long as that helps, and otherwise within the retry budget
	 */
	boolean isAllowed() {
		return this.helpful || this.budget.tryRetry();
	}

	/**
	 * Note that a key was replaced by another.
	 */
	void replaced() {
		this.activity.keyReloaded();
	}

	/**
	 * Note what became of a call whose key was replaced.
	 * @param accepted whether the new key was accepted
	 */
	void ended(boolean accepted) {
		this.helpful = accepted;
	}

	RetryBudget budget() {
		return this.budget;
	}

	void forget() {
		this.helpful = true;
	}

}
