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
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Takes values from what tools have answered. Of a result in JSON, a value is that of the
 * property whose name is most like the field's.
 *
 * @param results the results
 * @param missing what a text holds that must be there and was not found
 */
record ToolResultSource(List<Result> results, String missing) implements ValueSource {

	static ToolResultSource of(List<String> results, String missing) {
		List<Result> read = new ArrayList<>();
		results.stream().filter((result) -> !result.isBlank()).forEach((result) -> read(result, read));
		return new ToolResultSource(read, missing);
	}

	private static void read(String result, List<Result> results) {
		JsonNode json;
		try {
			json = Json.MAPPER.readTree(result);
		}
		catch (JacksonException ex) {
			json = Json.MAPPER.getNodeFactory().stringNode(result);
		}
		for (JsonNode element : json.isArray() ? json.values() : List.of(json)) {
			List<Fact> facts = new ArrayList<>();
			flatten("", element, facts);
			results.add(new Result(facts));
		}
	}

	private static void flatten(String label, JsonNode node, List<Fact> facts) {
		if (node.isArray()) {
			node.forEach((element) -> flatten(label, element, facts));
		}
		else if (node.isObject()) {
			node.forEachEntry((name, value) -> flatten(name, value, facts));
		}
		else if (!node.isNull()) {
			facts.add(new Fact(label, node.asString()));
		}
	}

	/**
	 * What the tools have answered, as it is; a lone JSON string without its quotes.
	 */
	static String quote(List<String> results) {
		return String.join("\n", results.stream().map(ToolResultSource::unquote).toList());
	}

	private static String unquote(String result) {
		try {
			return Json.MAPPER.readTree(result).stringValue(result);
		}
		catch (JacksonException ex) {
			return result;
		}
	}

	@Override
	public List<String> texts() {
		return facts().stream().map(Fact::text).toList();
	}

	@Override
	public @Nullable String text(Field field) {
		return facts().stream().filter((fact) -> fact.isCalled(field)).findFirst().or(() -> {
			// Prose may be about anything.
			return facts().stream().filter((fact) -> fact.label().isEmpty()).findFirst();
		}).map(Fact::value).orElse(null);
	}

	@Override
	public List<String> list(Field field) {
		List<String> named = facts().stream().filter((fact) -> fact.isCalled(field)).map(Fact::value).toList();
		return named.isEmpty() ? facts().stream().filter((fact) -> fact.label().isEmpty()).map(Fact::value).toList()
				: named;
	}

	@Override
	public List<ToolResultSource> parts() {
		return this.results.stream().map((result) -> new ToolResultSource(List.of(result), this.missing)).toList();
	}

	private List<Fact> facts() {
		return this.results.stream().flatMap((result) -> result.facts().stream()).toList();
	}

	/**
	 * One result, or one element of a result that is a list.
	 */
	record Result(List<Fact> facts) {

	}

	/**
	 * A value and the name of its property, which prose does not have.
	 */
	record Fact(String label, String value) {

		String text() {
			return this.label.isEmpty() ? this.value : this.label + ": " + this.value;
		}

		boolean isCalled(Field field) {
			return !this.label.isEmpty()
					&& new Field(this.label, field.schema()).nameWords().stream().anyMatch(field.nameWords()::contains);
		}

	}

}
