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

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;

/**
 * Reads the format that a request wants its answer in, as the schema of that answer.
 */
final class ResponseFormat {

	private static final String FIELD = "response_format";

	private static final Set<String> FIELDS = Set.of("type", "json_schema");

	private static final Set<String> SCHEMA_FIELDS = Set.of("name", "description", "schema", "strict");

	private ResponseFormat() {
	}

	/**
	 * The schema of the answer, or {@code null} for a text. {@code json_object} takes it
	 * from the messages, where a client puts it that knows no better way.
	 */
	static @Nullable JsonSchema read(RequestBody body, List<Message> messages) {
		RequestBody format = body.object(FIELD);
		if (format == null) {
			return null;
		}
		format.refuseOthers(FIELDS);
		String type = format.text("type");
		return switch (type) {
			case "text" -> null;
			case "json_object" -> inMessages(messages);
			case "json_schema" ->
				schema(RequestBody.object(format.require("json_schema"), format.param("json_schema")));
			default -> throw RequestFailure.unsupported(format.param("type"),
					"'" + format.param("type") + "' must be text, json_object or json_schema");
		};
	}

	private static JsonSchema schema(RequestBody format) {
		format.refuseOthers(SCHEMA_FIELDS);
		format.text("name");
		format.flag("strict");
		return JsonSchema.read(format.require("schema"), format.param("schema"));
	}

	private static JsonSchema inMessages(List<Message> messages) {
		for (Message message : messages) {
			String text = message.text();
			for (int at = text.indexOf('{'); at >= 0 && message.toolCalls().isEmpty(); at = text.indexOf('{', at + 1)) {
				JsonNode schema = object(text.substring(at));
				if (schema != null && schema.path("properties").isObject()) {
					return JsonSchema.read(schema, "messages");
				}
			}
		}
		return JsonSchema.ANSWER;
	}

	/**
	 * The object that a text begins with.
	 */
	private static @Nullable JsonNode object(String text) {
		try (JsonParser parser = Json.MAPPER.createParser(text)) {
			return parser.readValueAsTree();
		}
		catch (JacksonException ex) {
			return null;
		}
	}

}
