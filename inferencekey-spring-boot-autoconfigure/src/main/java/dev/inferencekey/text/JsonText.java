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

import java.util.function.Function;

import dev.inferencekey.text.ObjectBinding.MisfitException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * Cuts JSON out of what a model says around it, such as prose and code fences.
 */
final class JsonText {

	static final String NONE = "there is no JSON in it";

	private final ObjectReader reader;

	private @Nullable MisfitException misfit;

	JsonText(JsonMapper mapper) {
		this.reader = mapper.reader()
			.without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
			.with(JsonReadFeature.ALLOW_TRAILING_COMMA);
	}

	/**
	 * Find the first value that can be used.
	 * @param text what the model said
	 * @param use takes a value or throws a {@link MisfitException}
	 * @param <T> the type of the result
	 * @return what {@code use} returned
	 * @throws MisfitException if there is no such value; tells what is wrong with the
	 * first that is an object or a list, or that there is {@linkplain #NONE none}
	 */
	<T> T first(String text, Function<JsonNode, T> use) {
		char[] chars = text.toCharArray();
		int from = 0;
		while (from < chars.length && Character.isWhitespace(chars[from])) {
			from++;
		}
		// Only at the start may it be a number or a string.
		boolean start = true;
		MisfitException broken = null;
		while (from < chars.length) {
			if (start || chars[from] == '{' || chars[from] == '[') {
				try (JsonParser parser = this.reader.createParser(chars, from, chars.length - from)) {
					JsonNode value = this.reader.readTree(parser);
					int end = from + (int) parser.currentLocation().getCharOffset();
					if (value.isContainer() || new String(chars, end, chars.length - end).isBlank()) {
						T used = used(value, use);
						if (used != null) {
							return used;
						}
						from = Math.max(from, end - 1);
					}
				}
				catch (JacksonException | NumberFormatException ex) {
					boolean begun = isBegun(chars, from);
					broken = (broken != null || !(begun || chars[from] == '{')) ? broken
							: new MisfitException("it is not valid JSON: " + ObjectBinding.message(ex), ex);
					// A part of a broken answer may fit, but is not the answer.
					from = begun ? end(chars, from) - 1 : from;
				}
			}
			start = false;
			from++;
		}
		if (this.misfit != null) {
			throw this.misfit;
		}
		throw (broken != null) ? broken : new MisfitException(NONE, null);
	}

	private static boolean isBegun(char[] chars, int from) {
		int next = from + 1;
		while (next < chars.length && Character.isWhitespace(chars[next])) {
			next++;
		}
		if (next == chars.length || chars[from] != '[') {
			return next < chars.length && chars[from] == '{' && chars[next] == '"';
		}
		return "\"[{-0123456789".indexOf(chars[next]) >= 0 || isLiteral(chars, next);
	}

	private static boolean isLiteral(char[] chars, int from) {
		String start = new String(chars, from, Math.min(5, chars.length - from));
		return start.startsWith("null") || start.startsWith("true") || start.equals("false");
	}

	private static int end(char[] chars, int from) {
		int depth = 0;
		boolean quoted = false;
		for (int i = from; i < chars.length; i++) {
			char c = chars[i];
			if (quoted && c == '\\') {
				i++;
			}
			else if (c == '"') {
				quoted = !quoted;
			}
			else if (!quoted && (c == '{' || c == '[')) {
				depth++;
			}
			else if (!quoted && (c == '}' || c == ']') && --depth == 0) {
				return i + 1;
			}
		}
		return chars.length;
	}

	private <T> @Nullable T used(JsonNode value, Function<JsonNode, T> use) {
		try {
			return use.apply(value);
		}
		catch (MisfitException ex) {
			this.misfit = (this.misfit != null) ? this.misfit : ex;
			return null;
		}
	}

}
