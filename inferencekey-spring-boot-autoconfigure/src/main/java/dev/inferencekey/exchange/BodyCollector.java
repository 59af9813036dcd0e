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

package dev.inferencekey.exchange;

import java.util.Arrays;

import dev.inferencekey.operation.UnreadableResponseException;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * Collects a response body into one array of bounded length. Not thread-safe.
 */
final class BodyCollector {

	/**
	 * The longest answer in bytes, which bounds what a server can make this hold.
	 */
	static final int MAX_ANSWER = 64 * 1024 * 1024;

	/**
	 * How much of an error body is read.
	 */
	static final int MAX_ERROR = 16 * 1024;

	static final int MAX_INITIAL = 1024 * 1024;

	private final int limit;

	private byte[] bytes;

	private int length;

	private boolean full;

	/**
	 * Create a collector.
	 * @param limit how many bytes to keep
	 * @param expected how many bytes the server announced, -1 if it did not
	 */
	BodyCollector(int limit, long expected) {
		this(limit, new byte[(int) ((expected < 0) ? 1024 : Math.min(expected, Math.min(limit, MAX_INITIAL)))]);
	}

	/**
	 * Create a collector.
	 * @param limit how many bytes to keep
	 * @param bytes where to begin to keep them
	 */
	BodyCollector(int limit, byte[] bytes) {
		this.limit = limit;
		this.bytes = bytes;
	}

	/**
	 * Add what fits.
	 * @param buffer is read and released
	 */
	synchronized void addUpToLimit(DataBuffer buffer) {
		try {
			int fitting = Math.min(buffer.readableByteCount(), this.limit - this.length);
			this.full = fitting < buffer.readableByteCount();
			if (this.length + fitting > this.bytes.length) {
				int doubled = (int) Math.min(this.limit, this.bytes.length * 2L);
				this.bytes = Arrays.copyOf(this.bytes, Math.max(this.length + fitting, doubled));
			}
			buffer.read(this.bytes, this.length, fitting);
			this.length += fitting;
		}
		finally {
			DataBufferUtils.release(buffer);
		}
	}

	/**
	 * Add everything.
	 * @param buffer is read and released
	 * @throws UnreadableResponseException if it does not fit
	 */
	void add(DataBuffer buffer) {
		addUpToLimit(buffer);
		if (this.full) {
			throw new UnreadableResponseException("the answer is longer than " + this.limit + " bytes");
		}
	}

	/**
	 * Whether bytes were left out.
	 * @return {@code true} once the limit was passed
	 */
	boolean isFull() {
		return this.full;
	}

	/**
	 * Copy what was kept by now, also while more is added.
	 * @return a copy
	 */
	synchronized byte[] copy() {
		return Arrays.copyOf(this.bytes, this.length);
	}

	byte[] array() {
		return this.bytes;
	}

	int length() {
		return this.length;
	}

}
