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

package dev.inferencekey.text;

import java.util.Arrays;

/**
 * A place in a {@link ChunkTemplate} where frames differ from one another.
 */
final class Slot {

	private static final int MAX_COUNT_DIGITS = 9;

	private static final int MAX_DIGITS = 18;

	private final Kind kind;

	private final SlotText string = new SlotText();

	// In the sample, counted from its start.
	private int sampleFrom;

	private int sampleTo;

	// In the frame that was read last.
	private int from;

	private int to;

	private int count;

	/**
	 * Create a slot.
	 * @param kind what stands there
	 */
	Slot(Kind kind) {
		this.kind = kind;
	}

	Kind kind() {
		return this.kind;
	}

	int sampleFrom() {
		return this.sampleFrom;
	}

	int sampleTo() {
		return this.sampleTo;
	}

	/**
	 * Read the value of another frame.
	 * @param bytes holds the frame
	 * @param from where the value begins
	 * @param limit where the bytes end that are there, exclusive
	 * @return where the value ends, exclusive, or -1 when it is not all there or cannot
	 * be read here
	 */
	int read(byte[] bytes, int from, int limit) {
		this.from = from;
		this.to = this.kind.isString() ? this.string.end(bytes, from, limit) : number(bytes, from, limit);
		return this.to;
	}

	/**
	 * Read the value of another frame, unless nobody asks for it and it is the same.
	 * @param bytes holds the frame
	 * @param from where the value begins
	 * @param limit where the bytes end that are there, exclusive
	 * @param sample the sample
	 * @return where the value ends, exclusive, or -1 when it is not all there or cannot
	 * be read here
	 */
	int read(byte[] bytes, int from, int limit, byte[] sample) {
		if (this.kind.isIgnored()) {
			// With the character that ends it.
			int end = from + this.sampleTo - this.sampleFrom + 1;
			if (end <= limit && Arrays.equals(bytes, from, end, sample, this.sampleFrom, this.sampleTo + 1)) {
				this.from = from;
				this.to = end - 1;
				return this.to;
			}
		}
		return read(bytes, from, limit);
	}

	private int number(byte[] bytes, int from, int limit) {
		int end = Math.min(limit, from + (this.kind.isCount() ? MAX_COUNT_DIGITS : MAX_DIGITS) + 1);
		int number = 0;
		for (int i = from; i < end; i++) {
			int digit = bytes[i] - '0';
			if (digit < 0 || digit > 9) {
				boolean valid = i == from + 1 || (i > from && bytes[from] != '0');
				this.count = number;
				return valid ? i : -1;
			}
			number = number * 10 + digit;
		}
		return -1;
	}

	/**
	 * Whether the value is that of the sample.
	 * @param bytes holds the frame
	 * @param sample the sample
	 * @return {@code true} if so
	 */
	boolean isSame(byte[] bytes, byte[] sample) {
		return Arrays.equals(bytes, this.from, this.to, sample, this.sampleFrom, this.sampleTo);
	}

	/**
	 * Take the frame that was read last for the sample.
	 * @param start where the frame begins
	 */
	void rebase(int start) {
		this.sampleFrom = this.from - start;
		this.sampleTo = this.to - start;
	}

	String text(byte[] bytes) {
		return this.string.value(bytes, this.from, this.to);
	}

	int count() {
		return this.count;
	}

	/**
	 * What stands in a slot.
	 */
	enum Kind {

		TEXT, REASONING, ARGUMENTS, INPUT_TOKENS, OUTPUT_TOKENS, TOTAL_TOKENS, CACHED_TOKENS, REASONING_TOKENS,

		/**
		 * A string that says nothing of the answer.
		 */
		STRING,

		/**
		 * A number that says nothing of the answer.
		 */
		NUMBER;

		boolean isString() {
			return this == TEXT || this == REASONING || this == ARGUMENTS || this == STRING;
		}

		boolean isCount() {
			return !isString() && this != NUMBER;
		}

		/**
		 * Whether there may be several, since nobody asks which is which.
		 * @return {@code true} for what says nothing of the answer
		 */
		boolean isIgnored() {
			return this == STRING || this == NUMBER;
		}

	}

}
