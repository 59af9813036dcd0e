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

import java.util.Objects;

import dev.inferencekey.operation.Json;
import dev.inferencekey.operation.UnreadableResponseException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Collects the fields of one part of a content: {@code {"type": "text", "text": …}},
 * {@code thinking} with a text or with parts of its own, or {@code refusal}.
 */
final class ContentFields {

	private @Nullable String text;

	private @Nullable String thinking;

	private @Nullable String refusal;

	private boolean thought;

	void field(String name, JsonParser parser) {
		switch (name) {
			case "type" -> {
				String type = ChoiceFields.string(parser);
				this.thought = "thinking".equals(type) || "reasoning".equals(type);
			}
			case "text", "value" -> {
				boolean nothing = parser.currentToken() == JsonToken.VALUE_NULL;
				this.text = text(parser);
				if (this.text == null && !nothing) {
					throw new UnreadableResponseException("the text of a part of the content is none");
				}
			}
			case "refusal" -> this.refusal = ChoiceFields.string(parser);
			case "thinking", "reasoning" -> this.thinking = text(parser);
			default -> {
			}
		}
	}

	/**
	 * Read a text, an object that holds one, or a list of either.
	 * @param parser stands at the value, and at its end afterwards
	 * @return the text, or {@code null} when it is something else
	 */
	static @Nullable String text(JsonParser parser) {
		if (parser.currentToken() == JsonToken.START_OBJECT) {
			ContentFields inner = new ContentFields();
			Json.readFields(parser, inner::field);
			return (inner.text != null) ? inner.text : inner.thinking;
		}
		if (parser.currentToken() == JsonToken.START_ARRAY) {
			StringBuilder parts = new StringBuilder();
			Json.readElements(parser, (part) -> parts.append(Objects.requireNonNullElse(text(part), "")));
			return parts.isEmpty() ? null : parts.toString();
		}
		return ChoiceFields.string(parser);
	}

	@Nullable String text() {
		return this.thought ? null : this.text;
	}

	@Nullable String thinking() {
		return (this.thinking == null && this.thought) ? this.text : this.thinking;
	}

	@Nullable String refusal() {
		return this.refusal;
	}

}
