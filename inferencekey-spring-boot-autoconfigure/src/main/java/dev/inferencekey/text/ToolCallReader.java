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

import dev.inferencekey.operation.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads one element of {@code tool_calls}, or the older {@code function_call}.
 */
final class ToolCallReader {

	private final Json json;

	private @Nullable Integer index;

	private @Nullable String id;

	private @Nullable String name;

	private @Nullable String arguments;

	ToolCallReader(Json json) {
		this.json = json;
	}

	ToolCallFragment call(JsonParser parser) {
		Json.readFields(parser, this::callField);
		return new ToolCallFragment(this.index, this.id, this.name, this.arguments);
	}

	@Nullable ToolCallFragment function(JsonParser parser) {
		if (!parser.currentToken().isStructStart()) {
			return null;
		}
		Json.readFields(parser, this::functionField);
		return new ToolCallFragment(null, null, this.name, this.arguments);
	}

	private void callField(String field, JsonParser parser) {
		switch (field) {
			case "index" -> this.index = ChoiceFields.number(parser);
			case "id" -> this.id = text(parser);
			case "function" -> Json.readFields(parser, this::functionField);
			// Some servers leave out the object around the function.
			case "name", "arguments" -> {
				if (parser.currentToken() != JsonToken.VALUE_NULL) {
					functionField(field, parser);
				}
			}
			default -> {
			}
		}
	}

	private void functionField(String field, JsonParser parser) {
		switch (field) {
			case "name" -> this.name = text(parser);
			// Some servers send the arguments themselves in place of their text.
			case "arguments" -> this.arguments = parser.currentToken().isStructStart()
					? this.json.text((copy) -> copy.copyCurrentStructureExact(parser)) : ChoiceFields.string(parser);
			default -> {
			}
		}
	}

	private static @Nullable String text(JsonParser parser) {
		String text = ChoiceFields.string(parser);
		return (text != null && !text.isBlank()) ? text : null;
	}

}
