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

package dev.inferencekey.localplatform;

import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Takes the arguments of a tool from the question: what is quoted, a code, or a name with
 * a capital letter.
 *
 * @param part the part of the question that the tool is called for
 * @param question the whole question, where the part does not say
 */
record QuestionSource(String part, String question) implements ValueSource {

	private static final Set<String> WHOLE = Set.of("question", "query", "text", "message", "prompt", "search", "input",
			"content", "description", "request", "sentence");

	private static final Set<String> CODES = Set.of("id", "number", "no", "code", "order", "reference", "ref", "sku",
			"key", "ticket", "invoice", "tracking", "numero", "pedido", "codigo", "referencia");

	private static final Pattern QUOTED = Pattern
		.compile("\"([^\"]+)\"|“([^”]+)”|«([^»]+)»|(?<!\\p{L})'([^']+)'(?!\\p{L})");

	private static final Pattern CODE = Pattern
		.compile("(?<![\\p{L}\\p{N}])#?([\\p{L}\\p{N}_-]*\\p{N}[\\p{L}\\p{N}_-]*)");

	private static final String NAME = "(\\p{Lu}[\\p{L}'’-]*(?:\\s+\\p{Lu}[\\p{L}'’-]*)*)";

	private static final Pattern AFTER_PREPOSITION = Pattern
		.compile("(?<!\\p{L})(?i:in|at|for|to|from|near|of|about|en|de|para|a|desde|hasta)\\s+" + NAME);

	private static final Pattern LATER_NAME = Pattern.compile("(?<=[\\p{L}\\p{N},]\\s)" + NAME);

	private static final Pattern ANY_NAME = Pattern.compile("^" + NAME + "\\p{P}*$");

	@Override
	public List<String> texts() {
		return this.part.equals(this.question) ? List.of(this.part) : List.of(this.part, this.question);
	}

	@Override
	public @Nullable String text(Field field) {
		return texts().stream().flatMap((text) -> find(field, text).stream()).findFirst().orElse(null);
	}

	@Override
	public List<String> list(Field field) {
		return find(field, this.part);
	}

	@Override
	public List<QuestionSource> parts() {
		return List.of(this);
	}

	@Override
	public String missing() {
		return this.question;
	}

	private static List<String> find(Field field, String text) {
		List<String> quoted = all(QUOTED, text);
		if (!quoted.isEmpty()) {
			return quoted;
		}
		List<String> words = field.nameWords();
		if (words.stream().anyMatch(WHOLE::contains)) {
			return List.of(text);
		}
		if (words.stream().anyMatch(CODES::contains)) {
			return all(CODE, text);
		}
		return names(words, text);
	}

	private static List<String> names(List<String> words, String text) {
		for (String word : words) {
			// "from" and "to" stand before what they name.
			Pattern afterName = Pattern
				.compile("(?<!\\p{L})(?i:" + Pattern.quote(word) + ")\\s+(?:is\\s+|of\\s+)?" + NAME);
			List<String> named = all(afterName, text);
			if (!named.isEmpty()) {
				return named;
			}
		}
		return List.of(AFTER_PREPOSITION, LATER_NAME, ANY_NAME)
			.stream()
			.map((pattern) -> all(pattern, text))
			.filter((found) -> !found.isEmpty())
			.findFirst()
			.orElse(List.of());
	}

	private static List<String> all(Pattern pattern, String text) {
		return pattern.matcher(text).results().map(QuestionSource::group).toList();
	}

	private static String group(MatchResult match) {
		for (int i = 1; i <= match.groupCount(); i++) {
			if (match.group(i) != null) {
				return match.group(i);
			}
		}
		return match.group();
	}

}
