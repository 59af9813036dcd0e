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
 * Deadlines of a call.
 */
public class TimeoutProperties {

	/**
	 * Longest time from sending a request to the first byte of the response body. By
	 * default 2m.
	 */
	private @Nullable Duration firstChunk;

	/**
	 * Longest gap in a response that has begun. By default 1m.
	 */
	private @Nullable Duration idle;

	/**
	 * Longest time for a whole call, with its retries and waits. By default 10m.
	 */
	private @Nullable Duration total;

	public @Nullable Duration getFirstChunk() {
		return this.firstChunk;
	}

	public void setFirstChunk(@Nullable Duration firstChunk) {
		this.firstChunk = firstChunk;
	}

	public @Nullable Duration getIdle() {
		return this.idle;
	}

	public void setIdle(@Nullable Duration idle) {
		this.idle = idle;
	}

	public @Nullable Duration getTotal() {
		return this.total;
	}

	public void setTotal(@Nullable Duration total) {
		this.total = total;
	}

}
