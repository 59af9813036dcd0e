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

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Reads the string in a {@link Slot} without a parser. Stricter than any parser: what is
 * not certain to be right, such as half a surrogate pair or UTF-8 that is malformed, is
 * refused, and it is the parser that reads it or says what is wrong.
 */
final class SlotText {

	// A frame that arrives in many pieces is searched anew for each of them.
	private static final int MAX_LENGTH = 64 * 1024;

	private static final int NOT_VALID = -1;

	// Characters of one byte, as most are, make a string without being compressed.
	private byte[] narrow = new byte[32];

	private char[] wide = new char[0];

	private boolean isWide;

	private int length;

	private @Nullable String decoded;

	/**
	 * Find the closing quote, and decode what stands before it unless it is plain ASCII.
	 * @param bytes holds the string
	 * @param from where its first character is
	 * @param limit where the bytes end that are there, exclusive
	 * @return where the closing quote is, -1 if it is not there or the string is refused
	 */
	int end(byte[] bytes, int from, int limit) {
		this.decoded = null;
		int to = Math.min(limit, from + MAX_LENGTH);
		for (int i = from; i < to; i++) {
			byte b = bytes[i];
			if (b == '"') {
				return i;
			}
			if (b == '\\' || b < ' ') {
				return decode(bytes, from, i, to);
			}
		}
		return NOT_VALID;
	}

	/**
	 * The string whose end was found.
	 * @param bytes holds the string
	 * @param from where its first character is
	 * @param to where the closing quote is
	 * @return the characters
	 */
	String value(byte[] bytes, int from, int to) {
		String text = this.decoded;
		return (text != null) ? text : new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
	}

	private int decode(byte[] bytes, int from, int plain, int limit) {
		this.length = 0;
		this.isWide = false;
		for (int i = from; i < plain; i++) {
			put(bytes[i]);
		}
		int i = plain;
		while (i >= 0 && i < limit) {
			byte b = bytes[i];
			if (b == '"') {
				this.decoded = this.isWide ? new String(this.wide, 0, this.length)
						: new String(this.narrow, 0, this.length, StandardCharsets.ISO_8859_1);
				return i;
			}
			if (b == '\\') {
				i = escape(bytes, i + 1, limit);
			}
			else if (b >= ' ') {
				put(b);
				i++;
			}
			else {
				i = isThreeBytes(bytes, i, limit) ? threeBytes(bytes, i) : utf8(bytes, i, limit);
			}
		}
		return NOT_VALID;
	}

	private int escape(byte[] bytes, int at, int limit) {
		if (at >= limit) {
			return NOT_VALID;
		}
		switch (bytes[at]) {
			case '"', '\\', '/' -> put(bytes[at]);
			case 'n' -> put('\n');
			case 't' -> put('\t');
			case 'r' -> put('\r');
			case 'b' -> put('\b');
			case 'f' -> put('\f');
			case 'u' -> {
				return unicode(bytes, at + 1, limit);
			}
			default -> {
				return NOT_VALID;
			}
		}
		return at + 1;
	}

	private int unicode(byte[] bytes, int at, int limit) {
		int code = hex(bytes, at, limit);
		int next = at + 4;
		if (code >= 0 && Character.isSurrogate((char) code)) {
			boolean escaped = next + 1 < limit && bytes[next] == '\\' && bytes[next + 1] == 'u';
			int low = escaped ? hex(bytes, next + 2, limit) : NOT_VALID;
			if (low < 0 || !Character.isSurrogatePair((char) code, (char) low)) {
				return NOT_VALID;
			}
			put(code);
			code = low;
			next += 6;
		}
		if (code < 0) {
			return NOT_VALID;
		}
		put(code);
		return next;
	}

	private static int hex(byte[] bytes, int at, int limit) {
		if (at + 4 > limit) {
			return NOT_VALID;
		}
		int code = 0;
		for (int i = at; i < at + 4; i++) {
			int digit = (bytes[i] >= 0) ? Character.digit(bytes[i], 16) : NOT_VALID;
			if (digit < 0) {
				return NOT_VALID;
			}
			code = code << 4 | digit;
		}
		return code;
	}

	// As most characters of East Asia are. The leads of those that may be too long or
	// half a surrogate pair are left out.
	private static boolean isThreeBytes(byte[] bytes, int at, int limit) {
		byte lead = bytes[at];
		return lead > (byte) 0xE0 && lead <= (byte) 0xEF && lead != (byte) 0xED && at + 2 < limit
				&& (bytes[at + 1] & 0xC0) == 0x80 && (bytes[at + 2] & 0xC0) == 0x80;
	}

	private int threeBytes(byte[] bytes, int at) {
		put((bytes[at] & 0xF) << 12 | (bytes[at + 1] & 0x3F) << 6 | (bytes[at + 2] & 0x3F));
		return at + 3;
	}

	// Control characters end here too.
	private int utf8(byte[] bytes, int at, int limit) {
		int lead = bytes[at] & 0xFF;
		int more = (lead < 0xE0) ? 1 : (lead < 0xF0) ? 2 : 3;
		if (lead < 0xC2 || lead > 0xF4 || at + more >= limit) {
			return NOT_VALID;
		}
		int code = lead & (0x3F >> more);
		for (int i = at + 1; i <= at + more; i++) {
			if ((bytes[i] & 0xC0) != 0x80) {
				return NOT_VALID;
			}
			code = code << 6 | (bytes[i] & 0x3F);
		}
		boolean shortest = code >= ((more == 1) ? 0x80 : (more == 2) ? 0x800 : 0x10000);
		if (!shortest || code > Character.MAX_CODE_POINT || (code >= 0xD800 && code <= 0xDFFF)) {
			return NOT_VALID;
		}
		if (code < 0x10000) {
			put(code);
		}
		else {
			put(Character.highSurrogate(code));
			put(Character.lowSurrogate(code));
		}
		return at + more + 1;
	}

	private void put(int c) {
		if (this.isWide) {
			putWide(c);
		}
		else if (c > 0xFF) {
			widen();
			putWide(c);
		}
		else {
			if (this.length == this.narrow.length) {
				this.narrow = Arrays.copyOf(this.narrow, this.length * 2);
			}
			this.narrow[this.length++] = (byte) c;
		}
	}

	private void putWide(int c) {
		if (this.length == this.wide.length) {
			this.wide = Arrays.copyOf(this.wide, this.length * 2);
		}
		this.wide[this.length++] = (char) c;
	}

	private void widen() {
		this.isWide = true;
		if (this.wide.length <= this.length) {
			this.wide = new char[this.narrow.length + 1];
		}
		for (int i = 0; i < this.length; i++) {
			this.wide[i] = (char) (this.narrow[i] & 0xFF);
		}
	}

}
