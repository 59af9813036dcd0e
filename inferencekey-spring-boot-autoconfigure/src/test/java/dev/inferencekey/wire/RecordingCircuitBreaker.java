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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.inferencekey.resilience.CircuitBreaker;

/**
 * A circuit breaker that is opened by hand and remembers what it was told.
 */
public final class RecordingCircuitBreaker implements CircuitBreaker {

	private final List<String> told = new CopyOnWriteArrayList<>();

	private volatile boolean open;

	public void open() {
		this.open = true;
	}

	/**
	 * Return {@code succeeded}, {@code failed} or {@code abandoned} for each call, in
	 * order.
	 */
	public List<String> told() {
		return this.told;
	}

	@Override
	public boolean tryEnter() {
		return !this.open;
	}

	@Override
	public void succeeded(Duration took) {
		this.told.add("succeeded");
	}

	@Override
	public void failed(Duration took, Throwable failure) {
		this.told.add("failed");
	}

	@Override
	public void abandoned() {
		this.told.add("abandoned");
	}

}
