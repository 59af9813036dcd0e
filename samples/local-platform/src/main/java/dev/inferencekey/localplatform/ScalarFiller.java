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

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Finds single values for the fields of a schema.
 */
final class ScalarFiller {

	private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

	private static final String DATE = "\\d{4}-\\d{2}-\\d{2}";

	private static final String TIME = "\\d{2}:\\d{2}:\\d{2}(?:\\.\\d+)?(?:Z|[+-]\\d{2}:\\d{2})";

	private static final Map<String, Pattern> FORMATS = Map.of("date", Pattern.compile(DATE), "time",
			Pattern.compile(TIME), "date-time", Pattern.compile(DATE + "T" + TIME), "email",
			Pattern.compile("[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+"), "uri",
			Pattern.compile("https?://[^\\s\"<>]+[^\\s\"<>.,;)]"), "uuid",
			Pattern.compile("\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12}"), "ipv4",
			Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}"));

	private static final Set<String> NEGATIONS = Set.of("no", "not", "never", "cannot", "without", "nunca", "sin");

	/**
	 * From which cosine on a text is about a field, and the question about a choice.
	 */
	private static final double ALIKE = 0.3;

	private final Set<JsonNode> given = new HashSet<>();

	private final String question;

	private final @Nullable MiniLm model;

	/**
	 * Create a filler.
	 * @param question the question, which also decides between choices
	 * @param model tells which choice a question is most like when it names none, or
	 * {@code null} to leave that open
	 */
	ScalarFiller(String question, @Nullable MiniLm model) {
		this.question = question;
		this.model = model;
	}

	@Nullable JsonNode text(Field field, ValueSource source) {
		if (isConstrained(field)) {
			return texts(field, source).stream().findFirst().orElse(null);
		}
		String text = source.text(field);
		return (text != null) ? cut(field, text) : null;
	}

	List<JsonNode> texts(Field field, ValueSource source) {
		Stream<String> texts = isConstrained(field)
				? source.textsAbout(field).stream().flatMap((text) -> matches(field, text))
				: source.list(field).stream();
		return texts.map((text) -> cut(field, text)).distinct().toList();
	}

	/**
	 * Whether only some texts are values of a field.
	 */
	static boolean isConstrained(Field field) {
		return field.schema().has("pattern") || FORMATS.containsKey(field.schema().path("format").stringValue(""));
	}

	private static Stream<String> matches(Field field, String text) {
		Pattern format = FORMATS.get(field.schema().path("format").stringValue(""));
		if (format != null) {
			return format.matcher(text).results().map(MatchResult::group);
		}
		Pattern pattern = Pattern.compile(field.schema().path("pattern").stringValue(""));
		Stream<String> words = Stream.of(text.split("\\s+"))
			.map((word) -> word.replaceAll("^[\\p{P}&&[^#]]+|\\p{P}+$", ""));
		return Stream.concat(Stream.of(text), words).filter((candidate) -> pattern.matcher(candidate).find());
	}

	private static JsonNode cut(Field field, String text) {
		int max = field.schema().path("maxLength").asInt(Integer.MAX_VALUE);
		boolean fits = text.codePointCount(0, text.length()) <= max;
		return NODES.stringNode(fits ? text : text.substring(0, text.offsetByCodePoints(0, max)));
	}

	/**
	 * A number of a text that is about the field. A number goes to one field where there
	 * are several.
	 */
	@Nullable JsonNode number(Field field, ValueSource source) {
		return number(numbers(field, source.textsAbout(field).stream().filter((text) -> isAbout(field, text))));
	}

	/**
	 * Any number, for a field that must have one.
	 */
	@Nullable JsonNode anyNumber(Field field, ValueSource source) {
		return number(numbers(field, source));
	}

	private @Nullable JsonNode number(List<JsonNode> numbers) {
		if (numbers.isEmpty()) {
			return null;
		}
		JsonNode number = numbers.stream()
			.filter((each) -> !this.given.contains(each))
			.findFirst()
			.orElse(numbers.get(0));
		this.given.add(number);
		return number;
	}

	List<JsonNode> numbers(Field field, ValueSource source) {
		return numbers(field, source.textsAbout(field).stream());
	}

	private static List<JsonNode> numbers(Field field, Stream<String> texts) {
		return texts.flatMap((text) -> Numbers.in(text).stream())
			.filter((number) -> Numbers.fits(number, field.schema()))
			.map((number) -> Numbers.node(number, field.schema()))
			.distinct()
			.toList();
	}

	private boolean isAbout(Field field, String text) {
		Set<String> stems = field.stems();
		if (this.model == null || stems.isEmpty() || field.sharedStems(text) > 0) {
			return true;
		}
		String about = String.join(" ", field.nameWords()) + " " + field.schema().path("description").stringValue("");
		return MiniLm.cosine(this.model.embed(about), this.model.embed(text)) >= ALIKE;
	}

	/**
	 * True when a text is about the field and does not deny it.
	 */
	@Nullable JsonNode flag(Field field, ValueSource source) {
		for (String text : source.textsAbout(field)) {
			List<String> words = Words.of(text);
			if (words.equals(Stream.concat(field.nameWords().stream(), Stream.of("false")).toList())) {
				return NODES.booleanNode(false);
			}
			if (field.sharedStems(text) > 0) {
				return NODES.booleanNode(words.stream().noneMatch(NEGATIONS::contains));
			}
		}
		return null;
	}

	@Nullable JsonNode choice(Field field, ValueSource source) {
		List<JsonNode> named = choices(field, source);
		if (!named.isEmpty()) {
			return named.get(0);
		}
		return (this.model != null) ? mostAlike(field, this.model) : null;
	}

	private @Nullable JsonNode mostAlike(Field field, MiniLm model) {
		float[] question = model.embed(this.question);
		JsonNode best = null;
		double bestCosine = ALIKE;
		for (JsonNode choice : field.schema().path("enum")) {
			String words = choice.isString() ? String.join(" ", Words.of(choice.stringValue())) : "";
			double cosine = words.isEmpty() ? 0 : MiniLm.cosine(question, model.embed(words));
			if (cosine >= bestCosine) {
				best = choice;
				bestCosine = cosine;
			}
		}
		return best;
	}

	/**
	 * The choices that the question names, or else those that the source names.
	 */
	List<JsonNode> choices(Field field, ValueSource source) {
		List<JsonNode> inQuestion = named(field, List.of(this.question));
		return inQuestion.isEmpty() ? named(field, source.textsAbout(field)) : inQuestion;
	}

	private static List<JsonNode> named(Field field, List<String> texts) {
		List<JsonNode> named = new ArrayList<>();
		for (String text : texts) {
			Set<String> stems = Words.stems(text);
			for (JsonNode choice : field.schema().path("enum")) {
				Set<String> wanted = Words.stems(choice.asString());
				if (!choice.isNull() && !wanted.isEmpty() && stems.containsAll(wanted) && !named.contains(choice)) {
					named.add(choice);
				}
			}
		}
		return named;
	}

	/**
	 * The alternatives of a schema, those first whose names question and source have.
	 */
	List<JsonNode> mostFitting(List<JsonNode> options, ValueSource source) {
		if (options.size() < 2) {
			return options;
		}
		String text = this.question + " " + String.join(" ", source.texts());
		return options.stream()
			.sorted(Comparator.comparingLong((JsonNode option) -> new Field(name(option), option).sharedStems(text))
				.reversed())
			.toList();
	}

	private static String name(JsonNode option) {
		Stream<String> constants = StreamSupport.stream(option.path("properties").spliterator(), false)
			.map((property) -> property.path("const").stringValue(""));
		return Stream.concat(Stream.of(option.path("title").stringValue("")), constants)
			.reduce((left, right) -> left + " " + right)
			.orElse("");
	}

}
