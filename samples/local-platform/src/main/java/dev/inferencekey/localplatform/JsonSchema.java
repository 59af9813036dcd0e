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

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.SchemaLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A JSON Schema of a request, checked when it is read. It may refer to its own parts
 * only.
 */
final class JsonSchema {

	private static final SchemaRegistry REGISTRY = SchemaRegistry
		.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

	private static final int MAX_DEPTH = 64;

	/**
	 * The keywords whose schemas describe the same value as the schema that has them.
	 */
	private static final List<String> OF_THE_SAME_VALUE = List.of("allOf", "anyOf", "oneOf", "not", "if", "then",
			"else");

	private static final Schema META_SCHEMA = REGISTRY
		.getSchema(SchemaLocation.of(SpecificationVersion.DRAFT_2020_12.getDialectId()));

	static final JsonSchema EMPTY_OBJECT = read("{\"type\": \"object\", \"properties\": {}}");

	/**
	 * What an answer in JSON is like when the request does not say.
	 */
	static final JsonSchema ANSWER = read("""
			{"type": "object", "properties": {"answer": {"type": ["string", "null"]}}, "required": ["answer"]}""");

	private final JsonNode root;

	private final Schema schema;

	private JsonSchema(JsonNode root, Schema schema) {
		this.root = root;
		this.schema = schema;
	}

	private static JsonSchema read(String schema) {
		return read(Json.MAPPER.readTree(schema), "schema");
	}

	/**
	 * Read a schema.
	 * @param node the schema
	 * @param param the field that it is from, for the error that names it
	 * @throws RequestFailure if it is not a valid schema of an object
	 */
	static JsonSchema read(JsonNode node, String param) {
		if (!(node instanceof ObjectNode object)) {
			throw RequestFailure.invalid(param, "'" + param + "' must be a JSON Schema");
		}
		ObjectNode root = object.deepCopy();
		// Drafts differ in nothing that matters here, and a schema is never fetched.
		root.remove(List.of("$schema", "$id"));
		check(root, root, param, 0);
		for (Error error : META_SCHEMA.validate(root)) {
			throw RequestFailure.invalid(param, "'" + param + "' is not a valid JSON Schema: "
					+ error.getInstanceLocation() + " " + error.getMessage());
		}
		JsonSchema schema;
		try {
			schema = new JsonSchema(root, REGISTRY.getSchema(root));
			schema.problems(root.objectNode());
		}
		catch (SchemaException ex) {
			throw RequestFailure.invalid(param, "'" + param + "' is not a valid JSON Schema: " + ex.getMessage());
		}
		return schema;
	}

	private static void check(JsonNode root, JsonNode node, String param, int depth) {
		if (depth > MAX_DEPTH) {
			throw RequestFailure.unsupported(param, "'" + param + "' may be " + MAX_DEPTH + " levels deep");
		}
		String reference = node.path("$ref").stringValue("#");
		if (!reference.startsWith("#")) {
			throw RequestFailure.unsupported(param, "'" + param + "' may refer to its own parts only");
		}
		if (root.at(reference.substring(1)).isMissingNode()) {
			throw RequestFailure.invalid(param, "'" + param + "' refers to " + reference + ", which it does not have");
		}
		try {
			Pattern.compile(node.path("pattern").stringValue(""));
		}
		catch (PatternSyntaxException ex) {
			throw RequestFailure.invalid(param, "'" + param + "' has an invalid pattern: " + ex.getDescription());
		}
		if (node.isObject() && describesItself(root, node, new HashSet<>(), new HashSet<>())) {
			throw RequestFailure.invalid(param, "'" + param + "' refers to itself without end");
		}
		node.forEach((child) -> check(root, child, param, depth + 1));
	}

	/**
	 * A list of lists may refer to itself, since each is a value of its own. What
	 * describes one value by itself never ends.
	 */
	private static boolean describesItself(JsonNode root, JsonNode node, Set<String> open, Set<String> ended) {
		String reference = node.path("$ref").stringValue("");
		if (reference.startsWith("#") && !ended.contains(reference)) {
			if (!open.add(reference) || describesItself(root, root.at(reference.substring(1)), open, ended)) {
				return true;
			}
			open.remove(reference);
			ended.add(reference);
		}
		return OF_THE_SAME_VALUE.stream()
			.map(node::path)
			.flatMap((schemas) -> schemas.isArray() ? schemas.values().stream() : Stream.of(schemas))
			.anyMatch((each) -> each.isObject() && describesItself(root, each, open, ended));
	}

	JsonNode root() {
		return this.root;
	}

	/**
	 * The part that a reference such as {@code #/$defs/Address} points to.
	 */
	JsonNode at(String reference) {
		return this.root.at(reference.substring(1));
	}

	/**
	 * What is wrong with a value, nothing when it is valid.
	 */
	List<String> problems(JsonNode value) {
		return this.schema.validate(value)
			.stream()
			.map((error) -> error.getInstanceLocation() + " " + error.getMessage())
			.toList();
	}

}
