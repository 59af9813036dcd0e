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

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON Schemas of dates and times that are read by a pattern of letters, such as
 * {@code dd.MM.yyyy}.
 */
final class DatePatterns {

	/**
	 * What the description begins with.
	 */
	static final String FORMAT = "Format: ";

	private static final Pattern PARTS = Pattern.compile("'(?<quoted>[^']*)'|(?<letter>[a-zA-Z])\\2*|.");

	private DatePatterns() {
	}

	static ObjectNode schema(String pattern) {
		ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "string");
		String regex = regex(pattern);
		if (regex != null) {
			schema.put("pattern", regex);
		}
		return schema.put("description", FORMAT + pattern);
	}

	// Words, such as names of months, depend on the locale.
	private static @Nullable String regex(String pattern) {
		StringBuilder regex = new StringBuilder("^");
		Matcher parts = PARTS.matcher(pattern);
		while (parts.find()) {
			String part = parts.group();
			String quoted = parts.group("quoted");
			if (quoted != null) {
				regex.append(literal(quoted.isEmpty() ? "'" : quoted));
			}
			else if (parts.group("letter") != null) {
				String digits = digits(part.charAt(0), part.length());
				if (digits == null) {
					return null;
				}
				regex.append(digits);
			}
			else if ("[]{}#".contains(part)) {
				return null;
			}
			else {
				regex.append(literal(part));
			}
		}
		return regex.append('$').toString();
	}

	private static @Nullable String digits(char letter, int count) {
		return switch (letter) {
			case 'y', 'u' -> (count == 1 || count == 4) ? "[0-9]{4}" : (count == 2) ? "[0-9]{2}" : null;
			case 'M', 'L', 'd', 'H', 'h', 'm', 's' -> (count == 1) ? "[0-9]{1,2}" : (count == 2) ? "[0-9]{2}" : null;
			case 'S' -> "[0-9]{" + count + "}";
			case 'X' -> (count == 3) ? "(Z|[+-][0-9]{2}:[0-9]{2})" : null;
			default -> null;
		};
	}

	private static String literal(String text) {
		return text.replaceAll("[.^$|?*+()\\\\]", "\\\\$0");
	}

}
