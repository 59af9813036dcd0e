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

package dev.inferencekey.autoconfigure;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import dev.inferencekey.resilience.CircuitBreaker;

/**
 * Adapts a circuit breaker of Resilience4j.
 */
class Resilience4jCircuitBreaker implements CircuitBreaker {

	private final io.github.resilience4j.circuitbreaker.CircuitBreaker breaker;

	Resilience4jCircuitBreaker(io.github.resilience4j.circuitbreaker.CircuitBreaker breaker) {
		this.breaker = breaker;
	}

	@Override
	public boolean tryEnter() {
		return this.breaker.tryAcquirePermission();
	}

	@Override
	public void succeeded(Duration took) {
		this.breaker.onSuccess(took.toNanos(), TimeUnit.NANOSECONDS);
	}

	@Override
	public void failed(Duration took, Throwable failure) {
		this.breaker.onError(took.toNanos(), TimeUnit.NANOSECONDS, failure);
	}

	@Override
	public void abandoned() {
		this.breaker.releasePermission();
	}

}
