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

import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Other names under which Jackson takes a property. The model is not told of them, but
 * what it writes in spite of that counts.
 */
final class Aliases {

	private static final String KEYWORD = "x-aliases";

	private Aliases() {
	}

	static void add(ObjectNode schema, String property, List<String> aliases) {
		ArrayNode names = schema.withObjectProperty(KEYWORD).putArray(property);
		aliases.forEach(names::add);
	}

	/**
	 * The name of a property in an object.
	 * @param schema the schema of the object
	 * @param property the name in the schema
	 * @param object the object
	 * @return the name or an alias, {@code null} if the object has none of them
	 */
	static @Nullable String find(JsonNode schema, String property, ObjectNode object) {
		return object.has(property) ? property
				: schema.path(KEYWORD)
					.path(property)
					.valueStream()
					.map(JsonNode::asString)
					.filter(object::has)
					.findFirst()
					.orElse(null);
	}

	/**
	 * The schema as the model is told it.
	 * @param schema a schema
	 * @return a copy without aliases
	 */
	static ObjectNode without(ObjectNode schema) {
		ObjectNode copy = schema.deepCopy();
		remove(copy);
		return copy;
	}

	private static void remove(JsonNode schema) {
		if (schema instanceof ObjectNode object) {
			object.remove(KEYWORD);
			// Names there are not keywords.
			object.path("properties").forEach(Aliases::remove);
			object.path("$defs").forEach(Aliases::remove);
			object.properties()
				.stream()
				.filter((keyword) -> !keyword.getKey().equals("properties") && !keyword.getKey().equals("$defs"))
				.forEach((keyword) -> remove(keyword.getValue()));
		}
		else {
			schema.forEach(Aliases::remove);
		}
	}

}
