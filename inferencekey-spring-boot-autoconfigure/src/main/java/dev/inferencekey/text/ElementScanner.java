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

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Cuts the elements out of a JSON list that arrives in pieces: of the property
 * {@code items}, or of a list without an object around it. What stands before the list is
 * skipped, and so is what follows. Not thread-safe.
 */
final class ElementScanner {

	private static final Pattern START = Pattern.compile("\\s*(```\\w*\\s*)?\\[");

	private final StringBuilder current = new StringBuilder();

	private State state = State.BEFORE;

	private String piece = "";

	private int position;

	private boolean inObject;

	private int depth;

	private boolean inString;

	private boolean escaped;

	/**
	 * Take the next piece, once {@link #next} has returned all elements of the last.
	 * @param text the piece
	 */
	void feed(String text) {
		this.piece = text;
		this.position = 0;
	}

	/**
	 * The next element.
	 * @return its JSON, or {@code null} if another piece is needed
	 */
	@Nullable String next() {
		while (this.position < this.piece.length()) {
			char c = this.piece.charAt(this.position);
			if (take(c)) {
				String element = this.current.toString();
				this.current.setLength(0);
				this.state = State.BETWEEN;
				return element;
			}
		}
		return null;
	}

	/**
	 * Whether the list has begun.
	 * @return {@code false} if there was nothing but other text
	 */
	boolean isBegun() {
		return this.state != State.BEFORE && this.state != State.MAYBE;
	}

	/**
	 * Whether the list is whole.
	 * @return {@code true} once its end was there
	 */
	boolean isEnded() {
		return this.state == State.AFTER;
	}

	// Whether an element is complete; a number shows its end by the character after it,
	// which is taken again.
	private boolean take(char c) {
		switch (this.state) {
			case BEFORE -> before(c);
			case MAYBE -> maybe(c);
			case BETWEEN -> between(c);
			case ELEMENT -> {
				if (this.depth == 0 && !this.inString && (c == ',' || c == ']' || Character.isWhitespace(c))) {
					return true;
				}
				this.position++;
				return element(c);
			}
			case AFTER -> {
			}
		}
		this.position++;
		return false;
	}

	private void before(char c) {
		if (c == '[') {
			if (followsName()) {
				begin();
			}
			else if (!this.inObject) {
				this.state = State.MAYBE;
			}
		}
		this.inObject |= c == '{';
		this.current.append(c);
		if (isBegun()) {
			this.current.setLength(0);
		}
	}

	private boolean followsName() {
		String before = this.current.substring(Math.max(0, this.current.length() - 64)).stripTrailing();
		return before.endsWith(":") && before.substring(0, before.length() - 1).stripTrailing().endsWith("\"items\"");
	}

	// Prose has brackets, too, but with other things inside, and not at the start.
	private void maybe(char c) {
		if (c == '{' || c == '[' || c == '"' || ("]-0123456789".indexOf(c) >= 0 && isFirst())) {
			begin();
			between(c);
		}
		else if (!Character.isWhitespace(c)) {
			this.state = State.BEFORE;
			before(c);
		}
	}

	private boolean isFirst() {
		return this.current.length() < 64 && START.matcher(this.current).matches();
	}

	private void begin() {
		this.state = State.BETWEEN;
		this.current.setLength(0);
	}

	private void between(char c) {
		if (c == ']') {
			this.state = State.AFTER;
		}
		else if (c != ',' && !Character.isWhitespace(c)) {
			this.state = State.ELEMENT;
			this.depth = 0;
			element(c);
		}
	}

	private boolean element(char c) {
		this.current.append(c);
		if (this.inString) {
			if (this.escaped) {
				this.escaped = false;
			}
			else if (c == '\\') {
				this.escaped = true;
			}
			else if (c == '"') {
				this.inString = false;
				return this.depth == 0;
			}
			return false;
		}
		switch (c) {
			case '"' -> this.inString = true;
			case '{', '[' -> this.depth++;
			case '}', ']' -> {
				return --this.depth == 0;
			}
			default -> {
			}
		}
		return false;
	}

	private enum State {

		BEFORE, MAYBE, BETWEEN, ELEMENT, AFTER

	}

}
