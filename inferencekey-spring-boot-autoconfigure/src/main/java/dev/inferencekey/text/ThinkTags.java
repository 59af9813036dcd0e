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

/**
 * Splits {@code <think>…</think>} from the start of a text, which comes whole or in
 * pieces. Blanks around the tags belong to neither side.
 */
final class ThinkTags {

	private static final String OPEN = "<think>";

	private static final String CLOSE = "</think>";

	// The most blanks that are kept back until it is known where they belong.
	private static final int MAX_BLANKS = 1024;

	private Place place = Place.BEFORE;

	private boolean thought;

	private String kept = "";

	/**
	 * Split the next piece.
	 * @param piece the next piece of the text
	 * @return what is known of it to be reasoning or text
	 */
	Split next(String piece) {
		String text = this.kept + piece;
		this.kept = "";
		if (this.place == Place.BEFORE) {
			String start = text.stripLeading();
			if (start.length() < OPEN.length() && OPEN.startsWith(start) && text.length() < MAX_BLANKS) {
				this.kept = text;
				return Split.NOTHING;
			}
			this.place = start.startsWith(OPEN) ? Place.INSIDE : Place.TEXT;
			text = (this.place == Place.INSIDE) ? start.substring(OPEN.length()) : text;
		}
		String reasoning = "";
		if (this.place == Place.INSIDE) {
			int close = text.indexOf(CLOSE);
			int end = (close >= 0) ? close : undecided(text);
			reasoning = thought((close >= 0) ? text.substring(0, end).stripTrailing() : text.substring(0, end));
			this.kept = (close >= 0) ? "" : text.substring(end);
			this.place = (close >= 0) ? Place.AFTER : Place.INSIDE;
			text = (close >= 0) ? text.substring(end + CLOSE.length()) : "";
		}
		if (this.place == Place.AFTER) {
			text = text.stripLeading();
			this.place = text.isEmpty() ? Place.AFTER : Place.TEXT;
		}
		return new Split(reasoning, text);
	}

	// Blanks, or the beginning of the closing tag, or both.
	private static int undecided(String text) {
		int from = text.length();
		for (int length = Math.min(CLOSE.length() - 1, text.length()); length > 0; length--) {
			if (text.endsWith(CLOSE.substring(0, length))) {
				from -= length;
				break;
			}
		}
		int least = Math.max(0, from - MAX_BLANKS);
		while (from > least && Character.isWhitespace(text.charAt(from - 1))) {
			from--;
		}
		return from;
	}

	private String thought(String piece) {
		String reasoning = this.thought ? piece : piece.stripLeading();
		this.thought |= !reasoning.isEmpty();
		return reasoning;
	}

	/**
	 * What was kept back, at the end of the text.
	 * @return all reasoning if the tag was not closed
	 */
	Split rest() {
		String text = this.kept;
		this.kept = "";
		return (this.place == Place.INSIDE) ? new Split(thought(text.stripTrailing()), "") : new Split("", text);
	}

	/**
	 * Whether all that follows is text.
	 * @return {@code true} once nothing is left to split
	 */
	boolean isDone() {
		return this.place == Place.TEXT;
	}

	private enum Place {

		BEFORE, INSIDE, AFTER, TEXT

	}

	/**
	 * A piece of text that was split.
	 *
	 * @param reasoning the reasoning in it
	 * @param text the text in it
	 */
	record Split(String reasoning, String text) {

		private static final Split NOTHING = new Split("", "");

	}

}
