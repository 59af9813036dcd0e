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

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Interprets one line of an event stream, in any buffer.
 */
final class SseLine {

	private static final byte[] BOM = { (byte) 0xef, (byte) 0xbb, (byte) 0xbf };

	private static final byte[] DATA = "data".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] EVENT = "event".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] ERROR = "error".getBytes(StandardCharsets.US_ASCII);

	private static final String DONE = "[DONE]";

	private SseLine() {
	}

	static int afterByteOrderMark(byte[] bytes, int from, int to) {
		return startsWith(bytes, from, to, BOM) ? from + BOM.length : from;
	}

	static boolean isData(byte[] bytes, int from, int to) {
		return isField(bytes, from, to, DATA);
	}

	/**
	 * Find the value of a line of data before the end of the line is known.
	 * @param bytes contain the line
	 * @param from where the line begins
	 * @param limit where the bytes end that are there
	 * @return where the value begins, -1 if the line is another one or not all there
	 */
	static int dataValue(byte[] bytes, int from, int limit) {
		int value = from + 5;
		if (value >= limit || bytes[from] != 'd' || bytes[from + 1] != 'a' || bytes[from + 2] != 't'
				|| bytes[from + 3] != 'a' || bytes[from + 4] != ':') {
			return -1;
		}
		return (bytes[value] == ' ') ? value + 1 : value;
	}

	static boolean isEvent(byte[] bytes, int from, int to) {
		return isField(bytes, from, to, EVENT);
	}

	private static boolean isField(byte[] bytes, int from, int to, byte[] name) {
		int end = from + name.length;
		return startsWith(bytes, from, to, name) && (end == to || bytes[end] == ':');
	}

	/**
	 * Find the value of a field.
	 * @param bytes contain the line
	 * @param from where the line begins
	 * @param to where it ends
	 * @return where the value begins
	 */
	static int value(byte[] bytes, int from, int to) {
		int value = from;
		while (value < to && bytes[value] != ':') {
			value++;
		}
		value = Math.min(value + 1, to);
		return (value < to && bytes[value] == ' ') ? value + 1 : value;
	}

	static boolean isError(byte[] bytes, int from, int to) {
		return Arrays.equals(bytes, from, to, ERROR, 0, ERROR.length);
	}

	/**
	 * Whether the data ends a stream, blanks after it ignored.
	 * @param bytes contain the data
	 * @param from where the data begins
	 * @param to where it ends
	 * @return {@code true} for {@code [DONE]}
	 */
	static boolean isDone(byte[] bytes, int from, int to) {
		int start = from;
		int end = to;
		while (start < end && isBlankOrQuote(bytes[start])) {
			start++;
		}
		while (end > start && isBlankOrQuote(bytes[end - 1])) {
			end--;
		}
		return end - start == DONE.length()
				&& new String(bytes, start, DONE.length(), StandardCharsets.ISO_8859_1).equalsIgnoreCase(DONE);
	}

	private static boolean isBlankOrQuote(byte b) {
		return b == ' ' || b == '\t' || b == '"';
	}

	private static boolean startsWith(byte[] bytes, int from, int to, byte[] start) {
		int end = from + start.length;
		return end <= to && Arrays.equals(bytes, from, end, start, 0, start.length);
	}

}
