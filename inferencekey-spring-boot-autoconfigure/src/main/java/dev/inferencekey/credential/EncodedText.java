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

package dev.inferencekey.credential;

import org.jspecify.annotations.Nullable;

/**
 * A text with one layer of encoding and markup taken off, which remembers where each of
 * its characters comes from. Understands percent-encoding, escapes of JSON and of
 * programming languages, references and tags of HTML, and colors of a terminal.
 */
final class EncodedText implements CharSequence {

	private static final int MAX_TAG = 256;

	private static final int MAX_REFERENCE = 10;

	private static final char NOTHING = ' ';

	private final CharSequence source;

	private final char[] chars;

	private final int[] from;

	private final int[] to;

	private int length;

	private int position;

	private EncodedText(CharSequence source) {
		this.source = source;
		this.chars = new char[source.length()];
		this.from = new int[source.length()];
		this.to = new int[source.length()];
	}

	/**
	 * Take one layer off.
	 * @param text the encoded text
	 * @return the text underneath, or {@code null} if nothing was encoded
	 */
	static @Nullable EncodedText decode(CharSequence text) {
		for (int i = 0; i < text.length(); i++) {
			if (isEncoded(text.charAt(i))) {
				EncodedText decoded = new EncodedText(text);
				decoded.decode();
				return (decoded.length < text.length()) ? decoded : null;
			}
		}
		return null;
	}

	private static boolean isEncoded(char c) {
		return c == '%' || c == '\\' || c == '&' || c == '<' || c == '\u001b' || c == '\u009b';
	}

	private void decode() {
		while (this.position < this.source.length()) {
			int start = this.position;
			char c = this.source.charAt(this.position++);
			char plain = isEncoded(c) ? decode(c) : c;
			this.chars[this.length] = plain;
			this.from[this.length] = start;
			this.to[this.length++] = this.position;
		}
	}

	// The character that begins after the one at hand; what is dropped counts as a blank.
	private char decode(char c) {
		return switch (c) {
			case '%' -> percent();
			case '\\' -> escape();
			case '&' -> reference();
			case '<' -> tag();
			default -> color(c);
		};
	}

	private char percent() {
		int at = this.position;
		while (is(at, '2') && is(at + 1, '5')) {
			at += 2;
		}
		return number(at, at + 2, 16, at + 2, '%');
	}

	private char escape() {
		int at = this.position;
		while (is(at, '\\')) {
			at++;
		}
		if (at == this.source.length()) {
			return NOTHING;
		}
		char kind = this.source.charAt(at);
		if (kind == 'u' || kind == 'x') {
			int end = at + ((kind == 'u') ? 5 : 3);
			return number(at + 1, end, 16, end, NOTHING);
		}
		this.position = ("nrtbf".indexOf(kind) >= 0) ? at + 1 : at;
		return NOTHING;
	}

	private char reference() {
		int end = this.position;
		while (end < this.position + MAX_REFERENCE && !is(end, ';')) {
			end++;
		}
		if (!is(end, ';')) {
			return NOTHING;
		}
		if (is(this.position, '#')) {
			boolean hexadecimal = is(this.position + 1, 'x') || is(this.position + 1, 'X');
			return number(this.position + (hexadecimal ? 2 : 1), end, hexadecimal ? 16 : 10, end + 1, NOTHING);
		}
		String name = this.source.subSequence(this.position, end).toString();
		if (!name.chars().allMatch(Character::isLetter)) {
			return NOTHING;
		}
		this.position = end + 1;
		// Of the others, none stands for a character of an encoding.
		return switch (name) {
			case "amp" -> '&';
			case "lt" -> '<';
			case "gt" -> '>';
			case "percnt" -> '%';
			case "bsol" -> '\\';
			default -> NOTHING;
		};
	}

	private char tag() {
		int end = Math.min(this.source.length(), this.position + MAX_TAG);
		for (int i = this.position; i < end && !is(i, '<'); i++) {
			if (is(i, '>')) {
				this.position = i + 1;
				break;
			}
		}
		return NOTHING;
	}

	private char color(char c) {
		int at = (c == '\u001b' && is(this.position, '[')) ? this.position + 1 : this.position;
		if (c == '\u009b' || at > this.position) {
			while (at < this.source.length() && "0123456789;:?".indexOf(this.source.charAt(at)) >= 0) {
				at++;
			}
			this.position = Math.min(at + 1, this.source.length());
		}
		return NOTHING;
	}

	private char number(int start, int end, int radix, int next, char otherwise) {
		if (start >= end || end > this.source.length()) {
			return otherwise;
		}
		int value = 0;
		for (int i = start; i < end; i++) {
			int digit = Character.digit(this.source.charAt(i), radix);
			if (digit < 0) {
				return otherwise;
			}
			value = value * radix + digit;
		}
		this.position = next;
		// Several bytes may make one character; none of those is part of a key.
		return (value >= 0 && value <= Character.MAX_VALUE) ? (char) value : NOTHING;
	}

	private boolean is(int index, char c) {
		return index < this.source.length() && this.source.charAt(index) == c;
	}

	/**
	 * Where a character begins in the text that was decoded.
	 * @param index the index of the character
	 * @return the index in the source
	 */
	int start(int index) {
		return this.from[index];
	}

	/**
	 * Where a character ends in the text that was decoded.
	 * @param index the index of the character
	 * @return the index in the source, exclusive
	 */
	int end(int index) {
		return this.to[index];
	}

	@Override
	public int length() {
		return this.length;
	}

	@Override
	public char charAt(int index) {
		return this.chars[index];
	}

	@Override
	public CharSequence subSequence(int start, int end) {
		return new String(this.chars, start, end - start);
	}

	@Override
	public String toString() {
		return new String(this.chars, 0, this.length);
	}

}
