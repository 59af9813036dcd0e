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

import org.jspecify.annotations.Nullable;

/**
 * Retries of failed calls.
 */
public class RetryProperties {

	/**
	 * Maximum number of attempts; 1 switches retries off. By default 3.
	 */
	private @Nullable Integer maxAttempts;

	/**
	 * Longest wait before the first retry. It doubles with each retry, and the actual
	 * wait is a random part of it. By default 500ms.
	 */
	private @Nullable Duration initialBackoff;

	/**
	 * Longest wait before any retry, unless the server asks for a longer one. By default
	 * 20s.
	 */
	private @Nullable Duration maxBackoff;

	/**
	 * Longest Retry-After of a server that is waited for. After a longer one the call
	 * fails at once, unless the workload is starting. By default 20s.
	 */
	private @Nullable Duration maxServerWait;

	public @Nullable Integer getMaxAttempts() {
		return this.maxAttempts;
	}

	public void setMaxAttempts(@Nullable Integer maxAttempts) {
		this.maxAttempts = maxAttempts;
	}

	public @Nullable Duration getInitialBackoff() {
		return this.initialBackoff;
	}

	public void setInitialBackoff(@Nullable Duration initialBackoff) {
		this.initialBackoff = initialBackoff;
	}

	public @Nullable Duration getMaxBackoff() {
		return this.maxBackoff;
	}

	public void setMaxBackoff(@Nullable Duration maxBackoff) {
		this.maxBackoff = maxBackoff;
	}

	public @Nullable Duration getMaxServerWait() {
		return this.maxServerWait;
	}

	public void setMaxServerWait(@Nullable Duration maxServerWait) {
		this.maxServerWait = maxServerWait;
	}

}
