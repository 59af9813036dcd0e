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

/**
 * The data of an event that stands on several lines.
 */
final class JoinedData {

	private byte[] bytes;

	private int length;

	/**
	 * Begin with the first line.
	 * @param buffer has the line
	 * @param from where its data begins
	 * @param to where it ends
	 */
	JoinedData(byte[] buffer, int from, int to) {
		this.bytes = Arrays.copyOfRange(buffer, from, to);
		this.length = this.bytes.length;
	}

	/**
	 * Add another line.
	 * @param buffer has the line
	 * @param from where its data begins
	 * @param to where it ends
	 */
	void append(byte[] buffer, int from, int to) {
		int needed = this.length + 1 + to - from;
		if (needed > SseDecoder.MAX_EVENT) {
			throw SseDecoder.tooLong();
		}
		if (needed > this.bytes.length) {
			this.bytes = Arrays.copyOf(this.bytes, Math.max(needed, this.bytes.length * 2));
		}
		this.bytes[this.length] = '\n';
		System.arraycopy(buffer, from, this.bytes, this.length + 1, to - from);
		this.length = needed;
	}

	byte[] array() {
		return this.bytes;
	}

	int length() {
		return this.length;
	}

}
