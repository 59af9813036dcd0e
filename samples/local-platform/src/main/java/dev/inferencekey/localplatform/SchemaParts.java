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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Looks at the parts of a schema with their references followed.
 */
final class SchemaParts {

	private static final int MAX_REFERENCES = 32;

	private static final ObjectNode ANYTHING = JsonNodeFactory.instance.objectNode();

	private final JsonSchema schema;

	SchemaParts(JsonSchema schema) {
		this.schema = schema;
	}

	/**
	 * A part with what it refers to, and with all parts that it joins, as one.
	 */
	JsonNode resolve(JsonNode part) {
		JsonNode resolved = part.isObject() ? part : ANYTHING;
		for (int i = 0; i < MAX_REFERENCES && resolved.has("$ref"); i++) {
			JsonNode target = this.schema.at(resolved.get("$ref").stringValue());
			ObjectNode beside = ((ObjectNode) resolved).deepCopy();
			beside.remove("$ref");
			resolved = target.isObject() ? ((ObjectNode) target).deepCopy().setAll(beside) : beside;
		}
		JsonNode joined = resolved.path("allOf");
		if (!joined.isArray()) {
			return resolved;
		}
		ObjectNode whole = ((ObjectNode) resolved).deepCopy();
		whole.remove("allOf");
		joined.forEach((each) -> join(whole, (ObjectNode) resolve(each)));
		return whole;
	}

	private static void join(ObjectNode whole, ObjectNode part) {
		part.forEachEntry((keyword, value) -> {
			JsonNode there = whole.get(keyword);
			if (there instanceof ObjectNode properties && value.isObject()) {
				properties.setAll((ObjectNode) value);
			}
			else if (keyword.equals("required") && there != null) {
				value.forEach((name) -> whole.withArray(keyword).add(name));
			}
			else {
				whole.set(keyword, value.deepCopy());
			}
		});
	}

	static boolean hasOptions(JsonNode schema) {
		return schema.has("anyOf") || schema.has("oneOf");
	}

	/**
	 * The alternatives of a schema but null, none when it has no alternatives. What the
	 * schema says about itself holds for each.
	 */
	List<JsonNode> options(JsonNode schema) {
		List<JsonNode> options = new ArrayList<>();
		for (String keyword : List.of("anyOf", "oneOf")) {
			schema.path(keyword).forEach((option) -> {
				JsonNode resolved = resolve(option);
				if (!resolved.path("type").stringValue("").equals("null")) {
					options.add(describedAs(schema, resolved));
				}
			});
		}
		return options;
	}

	private static JsonNode describedAs(JsonNode schema, JsonNode option) {
		JsonNode description = schema.get("description");
		return (description == null || option.has("description")) ? option
				: ((ObjectNode) option).deepCopy().set("description", description);
	}

	boolean isNullable(JsonNode schema) {
		for (JsonNode type : schema.path("type")) {
			if (type.stringValue("").equals("null")) {
				return true;
			}
		}
		for (JsonNode value : schema.path("enum")) {
			if (value.isNull()) {
				return true;
			}
		}
		int options = schema.path("anyOf").size() + schema.path("oneOf").size();
		return schema.path("type").stringValue("").equals("null") || options > options(schema).size();
	}

	/**
	 * The type of the values that are not null.
	 */
	static String type(JsonNode schema) {
		JsonNode type = schema.path("type");
		for (JsonNode each : type.isArray() ? type.values() : List.of(type)) {
			if (each.isString() && !each.stringValue().equals("null")) {
				return each.stringValue();
			}
		}
		if (type.isString() || type.isArray()) {
			return "null";
		}
		if (schema.has("properties")) {
			return "object";
		}
		return schema.has("items") ? "array" : "string";
	}

	/**
	 * The value that the schema itself gives: a constant, a default, or null or else the
	 * first of its choices.
	 */
	static @Nullable JsonNode given(JsonNode schema) {
		for (String keyword : List.of("const", "default")) {
			if (schema.has(keyword)) {
				return schema.get(keyword);
			}
		}
		JsonNode choices = schema.path("enum");
		for (JsonNode choice : choices) {
			if (choice.isNull()) {
				return choice;
			}
		}
		return choices.get(0);
	}

}
