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

import java.lang.reflect.Type;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON Schemas of types, by victools' generator where it is on the class path.
 */
final class JsonSchemas {

	private JsonSchemas() {
	}

	/**
	 * The schema of a type.
	 * @param type a record, class or generic type
	 * @return the schema
	 */
	static JsonNode of(Type type) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Read a schema from text.
	 * @param schema the text
	 * @return the schema
	 * @throws IllegalArgumentException if the text is not a JSON object
	 */
	static JsonNode parse(String schema) {
		try {
			if (JsonMapper.shared().readTree(schema) instanceof ObjectNode object) {
				return object;
			}
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("The JSON Schema is not valid JSON: " + ex.getOriginalMessage(), ex);
		}
		throw new IllegalArgumentException("The JSON Schema is not a JSON object.");
	}

}
