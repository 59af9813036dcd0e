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

package dev.inferencekey.operation;

import java.nio.charset.StandardCharsets;

/**
 * Finds text that is not well-formed Unicode, which JSON writers replace in silence.
 */
public final class Surrogates {

	private Surrogates() {
	}

	/**
	 * Whether a text has half a surrogate pair.
	 * @param text any text
	 * @return {@code true} if it cannot be sent as it is
	 */
	public static boolean isBroken(String text) {
		for (int i = 0; i < text.length();) {
			int codePoint = text.codePointAt(i);
			if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
				return true;
			}
			i += Character.charCount(codePoint);
		}
		return false;
	}

	/**
	 * Replace half surrogate pairs, so that a text can be sent.
	 * @param text any text
	 * @return the text, with a question mark in place of each
	 */
	public static String mend(String text) {
		return isBroken(text) ? new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8) : text;
	}

}
