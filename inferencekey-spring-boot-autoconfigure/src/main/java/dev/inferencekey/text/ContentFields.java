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

/**
 * Collects the fields of one part of a content: {@code {"type": "text", "text": …}},
 * {@code thinking} with a text or with parts of its own, or {@code refusal}.
 */
final class ContentFields {

	private @Nullable String text;

	private @Nullable String thinking;

	private @Nullable String refusal;

	void field(String name, JsonParser parser) {
		switch (name) {
			case "text" -> this.text = ChoiceFields.string(parser);
			case "refusal" -> this.refusal = ChoiceFields.string(parser);
			case "thinking", "reasoning" -> {
				this.thinking = ChoiceFields.string(parser);
				StringBuilder parts = new StringBuilder();
				Json.readElements(parser, (part) -> {
					ContentFields inner = new ContentFields();
					Json.readFields(part, inner::field);
					parts.append((inner.text != null) ? inner.text : "");
				});
				this.thinking = parts.isEmpty() ? this.thinking : parts.toString();
			}
			default -> {
			}
		}
	}

	@Nullable String text() {
		return this.text;
	}

	@Nullable String thinking() {
		return this.thinking;
	}

	@Nullable String refusal() {
		return this.refusal;
	}

}
