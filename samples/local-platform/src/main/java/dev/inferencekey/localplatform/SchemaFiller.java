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
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Fills a schema with values that a source holds. What the source does not hold is null
 * where the schema allows that, left out where it is optional, and otherwise the least
 * that the schema asks for: its default, the first of its choices, 0, false, no elements.
 * Only a text says what is missing.
 */
final class SchemaFiller {

	private static final int MAX_DEPTH = 12;

	private static final int MAX_VALUES = 2000;

	private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

	private final SchemaParts parts;

	private final ScalarFiller scalars;

	private final List<String> unfilled = new ArrayList<>();

	private int values;

	private SchemaFiller(SchemaParts parts, ScalarFiller scalars) {
		this.parts = parts;
		this.scalars = scalars;
	}

	/**
	 * Fill a schema.
	 * @param schema the schema
	 * @param source what holds the values
	 * @param scalars what finds single values in it
	 * @return the value, and why it does not fit the schema when it could not be made to
	 * @throws RequestFailure if the schema describes too many values
	 */
	static Filled fill(JsonSchema schema, ValueSource source, ScalarFiller scalars) {
		SchemaFiller filler = new SchemaFiller(new SchemaParts(schema), scalars);
		JsonNode found = filler.find(schema.root(), "", source, 0);
		JsonNode value = (found != null) ? found : filler.least(schema.root(), "", source, 0);
		List<String> problems = new ArrayList<>(filler.unfilled);
		problems.addAll(schema.problems(value));
		return new Filled(value, problems);
	}

	private @Nullable JsonNode find(JsonNode part, String name, ValueSource source, int depth) {
		if (++this.values > MAX_VALUES) {
			throw RequestFailure.unsupported("response_format",
					"the schema asks for more than " + MAX_VALUES + " values, which is more than the model fills");
		}
		JsonNode schema = this.parts.resolve(part);
		if (depth > MAX_DEPTH || schema.has("const")) {
			return null;
		}
		Field field = new Field(name, schema);
		if (schema.has("enum")) {
			return this.scalars.choice(field, source);
		}
		for (JsonNode option : this.scalars.mostFitting(this.parts.options(schema), source)) {
			JsonNode found = find(option, name, source, depth + 1);
			if (found != null) {
				return found;
			}
		}
		if (SchemaParts.hasOptions(schema)) {
			return null;
		}
		return switch (SchemaParts.type(schema)) {
			case "object" -> object(schema, source, depth, false);
			case "array" -> array(field, source, depth, false);
			case "number", "integer" -> this.scalars.number(field, source);
			case "boolean" -> this.scalars.flag(field, source);
			case "null" -> null;
			default -> this.scalars.text(field, source);
		};
	}

	private JsonNode least(JsonNode part, String name, ValueSource source, int depth) {
		JsonNode schema = this.parts.resolve(part);
		JsonNode given = SchemaParts.given(schema);
		if (given != null) {
			return given;
		}
		if (depth > MAX_DEPTH || this.parts.isNullable(schema)) {
			return NODES.nullNode();
		}
		if (SchemaParts.hasOptions(schema)) {
			return least(this.parts.options(schema).get(0), name, source, depth + 1);
		}
		Field field = new Field(name, schema);
		return switch (SchemaParts.type(schema)) {
			case "object" -> Objects.requireNonNull(object(schema, source, depth, true));
			case "array" -> Objects.requireNonNull(array(field, source, depth, true));
			case "number", "integer" -> {
				JsonNode any = this.scalars.anyNumber(field, source);
				yield (any != null) ? any : Numbers.least(schema);
			}
			case "boolean" -> NODES.booleanNode(false);
			default -> missing(field, source);
		};
	}

	private JsonNode missing(Field field, ValueSource source) {
		if (ScalarFiller.isConstrained(field)) {
			this.unfilled.add("nothing is found for '" + field.name() + "'");
		}
		return NODES.stringNode(source.missing());
	}

	private @Nullable ObjectNode object(JsonNode schema, ValueSource source, int depth, boolean must) {
		JsonNode properties = schema.path("properties");
		Map<String, JsonNode> found = new HashMap<>();
		for (String name : properties.propertyNames()) {
			JsonNode value = find(properties.get(name), name, source, depth + 1);
			if (value != null) {
				found.put(name, value);
			}
		}
		if (found.isEmpty() && !must) {
			return null;
		}
		Set<String> required = new HashSet<>();
		schema.path("required").forEach((name) -> required.add(name.asString()));
		ObjectNode object = NODES.objectNode();
		for (String name : properties.propertyNames()) {
			JsonNode value = found.get(name);
			if (value == null && required.contains(name)) {
				value = least(properties.get(name), name, source, depth + 1);
			}
			if (value != null) {
				object.set(name, value);
			}
		}
		return object;
	}

	private @Nullable ArrayNode array(Field field, ValueSource source, int depth, boolean must) {
		JsonNode schema = field.schema();
		JsonNode items = this.parts.resolve(schema.path("items"));
		List<JsonNode> elements = new ArrayList<>();
		for (JsonNode element : schema.path("prefixItems")) {
			JsonNode found = find(element, field.name(), source, depth + 1);
			elements.add((found != null) ? found : least(element, field.name(), source, depth + 1));
		}
		if (elements.isEmpty()) {
			elements.addAll(elements(new Field(field.name(), items), source, depth));
		}
		if (schema.path("uniqueItems").asBoolean(false)) {
			elements = new ArrayList<>(new LinkedHashSet<>(elements));
		}
		if (elements.isEmpty() && !must) {
			return null;
		}
		int max = schema.path("maxItems").asInt(Integer.MAX_VALUE);
		int min = Math.min(schema.path("minItems").asInt(0), MAX_VALUES);
		while (elements.size() < min) {
			elements.add(least(items, field.name(), source, depth + 1));
		}
		return NODES.arrayNode().addAll((elements.size() > max) ? elements.subList(0, max) : elements);
	}

	private List<JsonNode> elements(Field items, ValueSource source, int depth) {
		if (items.schema().has("enum")) {
			return this.scalars.choices(items, source);
		}
		return switch (SchemaParts.hasOptions(items.schema()) ? "object" : SchemaParts.type(items.schema())) {
			case "string" -> this.scalars.texts(items, source);
			case "number", "integer" -> this.scalars.numbers(items, source);
			case "object" -> {
				List<JsonNode> found = new ArrayList<>();
				for (ValueSource part : source.parts()) {
					JsonNode element = find(items.schema(), items.name(), part, depth + 1);
					if (element != null) {
						found.add(element);
					}
				}
				yield found;
			}
			default -> {
				JsonNode element = find(items.schema(), items.name(), source, depth + 1);
				yield (element != null) ? List.of(element) : List.of();
			}
		};
	}

	/**
	 * A filled schema.
	 *
	 * @param value the value
	 * @param problems why the value does not fit the schema, nothing when it does
	 */
	record Filled(JsonNode value, List<String> problems) {

		boolean fits() {
			return this.problems.isEmpty();
		}

		String json() {
			return Json.MAPPER.writeValueAsString(this.value);
		}

	}

}
