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
 * Joins the halves of a surrogate pair that an engine has split over two chunks, as it
 * does with emoji that are several tokens.
 */
final class SurrogateJoiner {

	private char half;

	/**
	 * Take half a pair from the end of a text, and put the one taken before in front.
	 * @param text the text of a chunk
	 * @return the text to hand on
	 */
	String join(String text) {
		if (text.isEmpty()) {
			return text;
		}
		char last = text.charAt(text.length() - 1);
		if (this.half == 0 && !Character.isHighSurrogate(last)) {
			return text;
		}
		String whole = (this.half != 0) ? this.half + text : text;
		boolean split = Character.isHighSurrogate(last);
		this.half = split ? last : 0;
		return split ? whole.substring(0, whole.length() - 1) : whole;
	}

	boolean hasHalf() {
		return this.half != 0;
	}

	/**
	 * The half that was never joined, at the end of a stream.
	 * @return half a pair, or nothing
	 */
	String rest() {
		String rest = (this.half != 0) ? String.valueOf(this.half) : "";
		this.half = 0;
		return rest;
	}

}
