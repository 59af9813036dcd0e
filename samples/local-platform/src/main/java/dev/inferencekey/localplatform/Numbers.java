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

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Finds the numbers in a text, in digits or in words, and holds them against a schema.
 */
final class Numbers {

	// Neither times nor dates nor parts of a code.
	private static final Pattern NUMBER = Pattern.compile(
			"(?<![\\p{L}\\d:.,/#-])-?(?:\\d{1,3}(?:,\\d{3})+|\\d{1,15})(?:\\.\\d{1,15})?(?![\\d:/]|-\\d|[.,]\\d)|\\p{L}+");

	private static final Map<String, Integer> WORDS = Map.ofEntries(Map.entry("zero", 0), Map.entry("one", 1),
			Map.entry("two", 2), Map.entry("three", 3), Map.entry("four", 4), Map.entry("five", 5), Map.entry("six", 6),
			Map.entry("seven", 7), Map.entry("eight", 8), Map.entry("nine", 9), Map.entry("ten", 10),
			Map.entry("eleven", 11), Map.entry("twelve", 12), Map.entry("dos", 2), Map.entry("tres", 3),
			Map.entry("cuatro", 4), Map.entry("cinco", 5), Map.entry("seis", 6), Map.entry("siete", 7),
			Map.entry("ocho", 8), Map.entry("nueve", 9), Map.entry("diez", 10), Map.entry("once", 11),
			Map.entry("doce", 12));

	private Numbers() {
	}

	static List<BigDecimal> in(String text) {
		List<BigDecimal> numbers = new ArrayList<>();
		Matcher matcher = NUMBER.matcher(text);
		while (matcher.find()) {
			String match = matcher.group();
			Integer word = WORDS.get(match.toLowerCase(Locale.ROOT));
			if (word != null) {
				numbers.add(BigDecimal.valueOf(word));
			}
			else if (!Character.isLetter(match.charAt(0))) {
				numbers.add(new BigDecimal(match.replace(",", "")));
			}
		}
		return numbers;
	}

	static boolean fits(BigDecimal number, JsonNode schema) {
		BigDecimal least = limit(schema, "minimum");
		BigDecimal above = limit(schema, "exclusiveMinimum");
		BigDecimal most = limit(schema, "maximum");
		BigDecimal below = limit(schema, "exclusiveMaximum");
		BigDecimal step = step(schema);
		return (least == null || number.compareTo(least) >= 0) && (above == null || number.compareTo(above) > 0)
				&& (most == null || number.compareTo(most) <= 0) && (below == null || number.compareTo(below) < 0)
				&& (step == null || number.remainder(step).signum() == 0);
	}

	static JsonNode node(BigDecimal number, JsonNode schema) {
		boolean whole = SchemaParts.type(schema).equals("integer");
		return whole ? JsonNodeFactory.instance.numberNode(number.toBigInteger())
				: JsonNodeFactory.instance.numberNode(number);
	}

	/**
	 * 0, or else the number nearest to it that the schema allows.
	 */
	static JsonNode least(JsonNode schema) {
		BigDecimal step = step(schema);
		BigDecimal unit = (step != null) ? step : BigDecimal.ONE;
		List<BigDecimal> candidates = new ArrayList<>(List.of(BigDecimal.ZERO));
		for (String keyword : List.of("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum")) {
			BigDecimal limit = limit(schema, keyword);
			if (limit != null) {
				BigDecimal onStep = limit.divide(unit, 0, RoundingMode.FLOOR).multiply(unit);
				candidates.addAll(List.of(limit, onStep, onStep.add(unit), onStep.subtract(unit)));
			}
		}
		return node(candidates.stream().filter((number) -> fits(number, schema)).findFirst().orElse(BigDecimal.ZERO),
				schema);
	}

	private static @Nullable BigDecimal step(JsonNode schema) {
		BigDecimal step = limit(schema, "multipleOf");
		return (step == null && SchemaParts.type(schema).equals("integer")) ? BigDecimal.ONE : step;
	}

	private static @Nullable BigDecimal limit(JsonNode schema, String keyword) {
		JsonNode limit = schema.get(keyword);
		return (limit != null && limit.isNumber() && Double.isFinite(limit.doubleValue())) ? limit.decimalValue()
				: null;
	}

}
