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

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finds nulls and gaps where the schema of a type has none, which Jackson accepts in
 * references. Where null is fine it stands in for what was left out. Not thread-safe.
 */
final class NullCheck {

	// In seconds, as many as Jackson reads.
	private static final BigDecimal LATEST = BigDecimal.valueOf(Long.MAX_VALUE);

	private final List<String> problems = new ArrayList<>();

	private final JsonNode root;

	NullCheck(JsonNode schema) {
		this.root = schema;
	}

	List<String> problems(JsonNode value) {
		check(this.root, value, "");
		return this.problems;
	}

	private void check(JsonNode unresolved, JsonNode value, String path) {
		JsonNode schema = resolve(unresolved);
		if (value.isNull()) {
			if (!isNullable(schema)) {
				this.problems.add(name(path) + " must not be null");
			}
		}
		else if (isReadAsNull(schema, value) && !isNullable(schema)) {
			this.problems.add(name(path) + " must not be empty");
		}
		else if (value.isNumber() && isTime(schema) && value.decimalValue().abs().compareTo(LATEST) > 0) {
			this.problems.add(name(path) + " is out of range");
		}
		else if (schema.has("anyOf")) {
			JsonNode fitting = alternative(schema.path("anyOf"), value);
			if (fitting != null) {
				check(fitting, value, path);
			}
		}
		else if (value instanceof ObjectNode object) {
			checkProperties(schema, object, path);
		}
		else if (value.isArray()) {
			for (int i = 0; i < value.size(); i++) {
				check(schema.path("items"), value.path(i), path + "[" + i + "]");
			}
		}
	}

	private static String name(String path) {
		return path.isEmpty() ? "the value" : path;
	}

	// What has no text of its own that is empty. A date may be an array of numbers.
	private static boolean isReadAsNull(JsonNode schema, JsonNode value) {
		boolean empty = (value.isString() && value.asString().isBlank()) || (value.isArray() && value.isEmpty());
		String type = schema.path("type").asString("");
		return empty && switch (type) {
			case "integer", "number", "boolean" -> true;
			case "string" -> schema.has("pattern") || isTime(schema) || hasFormat(schema, "uuid");
			default -> false;
		};
	}

	// Jackson reads numbers beyond all times as some other time.
	private static boolean isTime(JsonNode schema) {
		return hasFormat(schema, "date") || hasFormat(schema, "date-time") || hasFormat(schema, "time")
				|| schema.has("pattern") || schema.path("description").asString("").contains(DatePatterns.FORMAT);
	}

	private static boolean hasFormat(JsonNode schema, String format) {
		return schema.path("format").asString("").equals(format);
	}

	private void checkProperties(JsonNode schema, ObjectNode object, String path) {
		String prefix = path.isEmpty() ? "" : path + ".";
		JsonNode properties = schema.path("properties");
		properties.properties().forEach((property) -> {
			String name = property.getKey();
			String given = Aliases.find(schema, name, object);
			if (given != null) {
				check(property.getValue(), object.path(given), prefix + given);
			}
			else if (isNullable(resolve(property.getValue()))) {
				object.putNull(name);
			}
			else if (schema.path("required").valueStream().anyMatch((required) -> required.asString("").equals(name))) {
				this.problems.add(prefix + name + " is missing");
			}
		});
		JsonNode others = schema.path("additionalProperties");
		if (others.isObject()) {
			object.properties()
				.stream()
				.filter((entry) -> !properties.has(entry.getKey()))
				.forEach((entry) -> check(others, entry.getValue(), prefix + entry.getKey()));
		}
	}

	private JsonNode resolve(JsonNode schema) {
		String reference = schema.path("$ref").asString("");
		return reference.startsWith("#") ? resolve(this.root.at(reference.substring(1))) : schema;
	}

	private boolean isNullable(JsonNode schema) {
		if (schema.has("anyOf")) {
			return schema.path("anyOf").valueStream().anyMatch((alternative) -> isNullable(resolve(alternative)));
		}
		JsonNode type = schema.path("type");
		boolean constrained = schema.has("type") || schema.has("enum") || schema.has("const");
		return !constrained || type.asString("").equals("null")
				|| type.valueStream().anyMatch((one) -> one.asString("").equals("null"));
	}

	// The only one that is not null, or the one whose constants are those of the value.
	private @Nullable JsonNode alternative(JsonNode alternatives, JsonNode value) {
		List<JsonNode> fitting = alternatives.valueStream()
			.map(this::resolve)
			.filter((alternative) -> !alternative.path("type").asString("").equals("null"))
			.filter((alternative) -> alternative.has("anyOf") || alternative.path("properties")
				.properties()
				.stream()
				.filter((property) -> property.getValue().has("const"))
				.allMatch((property) -> property.getValue().path("const").equals(value.path(property.getKey()))))
			.toList();
		return (fitting.size() == 1) ? fitting.get(0) : null;
	}

}
