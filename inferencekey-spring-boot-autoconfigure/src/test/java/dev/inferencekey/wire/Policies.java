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

package dev.inferencekey.wire;

import java.time.Duration;

import dev.inferencekey.resilience.ConcurrencySettings;
import dev.inferencekey.resilience.RetrySettings;
import dev.inferencekey.resilience.Timeouts;

/**
 * Settings of resilience that suit tests: what is about time takes milliseconds.
 */
final class Policies {

	static final RetrySettings NO_RETRIES = RetrySettings.UNSET.withMaxAttempts(1);

	static final RetrySettings QUICK_RETRIES = quickRetries(3);

	private Policies() {
	}

	static RetrySettings quickRetries(int maxAttempts) {
		return RetrySettings.UNSET.withMaxAttempts(maxAttempts)
			.withInitialBackoff(Duration.ofMillis(1))
			.withMaxBackoff(Duration.ofMillis(5));
	}

	static Timeouts firstChunk(long milliseconds) {
		return Timeouts.UNSET.withFirstChunk(Duration.ofMillis(milliseconds));
	}

	static Timeouts idle(long milliseconds) {
		return Timeouts.UNSET.withIdle(Duration.ofMillis(milliseconds));
	}

	static Timeouts total(long milliseconds) {
		return Timeouts.UNSET.withTotal(Duration.ofMillis(milliseconds));
	}

	static ConcurrencySettings permits(int maxInFlight, int maxQueued) {
		return ConcurrencySettings.UNSET.withMaxInFlight(maxInFlight).withMaxQueued(maxQueued);
	}

}
