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

package dev.inferencekey.error;

import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes text that may come from outside safe for messages and logs: keys of the platform
 * are hidden, and a line stays one line. Every {@link InferenceKeyException} applies both
 * to its message.
 * <p>
 * Implements the redaction rule of the wire contract, section "Two planes, two
 * credentials".
 */
public final class SafeText {

	/** How many characters of a key's id are public. */
	private static final int PUBLIC_ID = 8;

	// Encoded where a URL, JSON or HTML quotes the key.
	private static final Pattern UNDERSCORE = Pattern.compile("(?i:_|%(?:25)*5f|\\\\+u005f|&#(?:95|x5f);)");

	// Characters that nobody sees do not end a key.
	private static final String BODY = "(?:" + UNDERSCORE + "|[\\x21-\\x7e\\p{Cf}&&[^\"',;)}\\]]])*+";

	private static final Pattern KEY = Pattern
		.compile("(?i)ik" + UNDERSCORE + "([a-z]+)" + UNDERSCORE + "(" + BODY + ")(…?)");

	private static final Pattern KNOWN_KIND = Pattern.compile("(?i)live|sdk");

	private static final Pattern HEXADECIMAL_ID = Pattern.compile("(?i)[0-9a-f]{8}");

	private static final Pattern PLACEHOLDER = Pattern.compile("<[a-z]+>_<[a-z]+>.*");

	// What is left of a key that was turned into a slug.
	private static final Pattern KEY_AS_SLUG = Pattern
		.compile("(?i)(ik-(?:live|sdk)-[0-9a-f]{8})-[0-9a-z][0-9a-z-]{11,}+");

	// 'ik_live_' and 'ik_sdk_' at each of the three offsets within a block of base64.
	private static final Pattern BASE64_KEY = Pattern
		.compile("(?:aWtf(?:bGl2ZV|c2RrX)|lrX(?:2xpdmVf|3Nka1)|pa19(?:saXZlX|zZGtf))[A-Za-z0-9+/=_-]{8,}+…?");

	// Shorter text of an unknown kind is more likely a name in snake case.
	private static final int SHORTEST_BODY = 12;

	private SafeText() {
	}

	/**
	 * Replace everything that looks like a key of the platform by its public prefix, such
	 * as {@code ik_live_a1b2c3d4…}, or by {@code ik…} when it has none.
	 * @param text any text
	 * @return the text without keys, the same instance when there were none
	 */
	public static String redact(String text) {
		String redacted = text;
		if (mayHoldKey(text)) {
			redacted = KEY.matcher(redacted).replaceAll((match) -> Matcher.quoteReplacement(shown(text, match)));
			redacted = KEY_AS_SLUG.matcher(redacted).replaceAll("$1…");
		}
		redacted = BASE64_KEY.matcher(redacted).replaceAll("ik…");
		return redacted.equals(text) ? text : redacted;
	}

	/**
	 * Whether a value looks like a key of the platform, whole or in part. Such a value is
	 * refused where a name is expected.
	 * @param value any text
	 * @return {@code true} if the value must not be shown
	 */
	public static boolean looksLikeKey(String value) {
		String start = value.strip().toLowerCase(Locale.ROOT);
		return start.startsWith("ik_live_") || start.startsWith("ik_sdk_") || !redact(value).equals(value);
	}

	/**
	 * Put text on one line: control characters (line feeds, escapes and the C1 controls
	 * among them), line and paragraph separators, and marks that change the direction of
	 * text become blanks, one for each run of them.
	 * @param text any text
	 * @return the text on one line, the same instance when nothing had to change
	 */
	public static String oneLine(String text) {
		int first = 0;
		while (first < text.length() && !breaksLine(text.charAt(first))) {
			first++;
		}
		if (first == text.length()) {
			return text;
		}
		StringBuilder line = new StringBuilder(text.length()).append(text, 0, first);
		for (int i = first; i < text.length(); i++) {
			char c = text.charAt(i);
			if (!breaksLine(c)) {
				line.append(c);
			}
			else if (i == first || !breaksLine(text.charAt(i - 1))) {
				line.append(' ');
			}
		}
		return line.toString();
	}

	private static boolean breaksLine(char c) {
		return Character.isISOControl(c) || (c >= '\u2028' && c <= '\u202e') || (c >= '\u2066' && c <= '\u2069')
				|| c == '\u200e' || c == '\u200f' || c == '\u061c';
	}

	private static boolean mayHoldKey(String text) {
		for (int i = 1; i < text.length() - 1; i++) {
			if ((text.charAt(i) | 0x20) == 'k' && (text.charAt(i - 1) | 0x20) == 'i'
					&& "_-%\\&".indexOf(text.charAt(i + 1)) >= 0) {
				return true;
			}
		}
		return false;
	}

	private static String shown(String text, MatchResult key) {
		String kind = key.group(1);
		String body = key.group(2);
		boolean cut = !key.group(3).isEmpty();
		boolean known = KNOWN_KIND.matcher(kind).matches();
		if (known && (isHarmless(body) || (cut && isPublicId(body)))) {
			return key.group();
		}
		Matcher separator = UNDERSCORE.matcher(body);
		if (!separator.find() || separator.start() == 0 || (separator.end() == body.length() && !cut)) {
			return known ? "ik…" : key.group();
		}
		String id = body.substring(0, separator.start());
		if (!known && !HEXADECIMAL_ID.matcher(id).matches()
				&& (body.length() < SHORTEST_BODY || isInsideWord(text, key.start()))) {
			return key.group();
		}
		return "ik_" + kind + "_" + id.substring(0, Math.min(id.length(), PUBLIC_ID)) + "…";
	}

	// Nothing but punctuation, or a description of the format.
	private static boolean isHarmless(String body) {
		return body.chars().noneMatch(Character::isLetterOrDigit) || PLACEHOLDER.matcher(body).matches();
	}

	private static boolean isPublicId(String body) {
		return body.length() <= PUBLIC_ID && body.indexOf('_') < 0;
	}

	private static boolean isInsideWord(String text, int start) {
		return start > 0 && Character.isLetter(text.charAt(start - 1));
	}

}
