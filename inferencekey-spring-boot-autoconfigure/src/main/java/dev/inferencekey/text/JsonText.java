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
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * Cuts JSON out of what a model says around it, such as prose and code fences.
 */
final class JsonText {

	private final ObjectReader reader;

	private @Nullable MisfitException misfit;

	JsonText(JsonMapper mapper) {
		this.reader = mapper.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
	}

	/**
	 * Find the first value that can be used.
	 * @param text what the model said
	 * @param use takes a value or throws a {@link MisfitException}
	 * @param <T> the type of the result
	 * @return what {@code use} returned
	 * @throws MisfitException if there is no such value; tells what is wrong with the
	 * first that is an object or a list
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
					int end = from + (int) parser.currentTokenLocation().getCharOffset();
					if (value.isContainer() || new String(chars, end, chars.length - end).isBlank()) {
						T used = used(value, use);
						if (used != null) {
							return used;
						}
						from = Math.max(from, end - 1);
					}
				}
				catch (JacksonException ex) {
					broken = (broken != null || chars[from] != '{') ? broken
							: new MisfitException("it is not valid JSON: " + ex.getOriginalMessage(), ex);
				}
			}
			start = false;
			from++;
		}
		if (this.misfit != null) {
			throw this.misfit;
		}
		throw (broken != null) ? broken : new MisfitException("there is no JSON in it", null);
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
