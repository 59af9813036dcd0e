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

import java.util.regex.Pattern;

/**
 * Makes text of what servers and proxies say.
 */
final class Markup {

	// Markup is removed by patterns that are slow on nonsense.
	private static final int MAX_LENGTH = 4096;

	// What wraps a word where nobody sees it; a key with a gap would not be recognised.
	private static final Pattern INVISIBLE = Pattern.compile("\\p{Cf}+");

	private static final Pattern NOT_PRINTABLE = Pattern.compile("[\\p{Cntrl}\\u0080-\\u009f\\u2028\\u2029\\s]+");

	private static final Pattern UNSEEN_ELEMENT = Pattern.compile("(?s)<(script|style|head)\\b.*?</\\1>");

	private static final Pattern LINE_TAG = Pattern
		.compile("(?i)</?(p|div|h[1-6]|li|ul|ol|td|tr|th|table|title|body|html|center|hr|pre)\\b[^>]*>");

	private static final Pattern TAG = Pattern.compile("<[^>]*>");

	private Markup() {
	}

	static String oneLine(String text) {
		return NOT_PRINTABLE.matcher(INVISIBLE.matcher(text).replaceAll("")).replaceAll(" ").strip();
	}

	static String plainText(String text) {
		if (!text.stripLeading().startsWith("<")) {
			return text;
		}
		String markup = (text.length() > MAX_LENGTH) ? wholeWords(text.substring(0, MAX_LENGTH)) : text;
		// Only what begins a new line is a gap; other tags may stand inside a word, and a
		// key with a gap in it would not be recognised.
		String lines = LINE_TAG.matcher(UNSEEN_ELEMENT.matcher(markup).replaceAll(" ")).replaceAll(" ");
		return TAG.matcher(lines).replaceAll("");
	}

	// A key that is cut in two would not be recognised as one.
	private static String wholeWords(String text) {
		int end = text.length();
		while (end > 0 && !Character.isWhitespace(text.charAt(end - 1))) {
			end--;
		}
		return text.substring(0, end);
	}

}
