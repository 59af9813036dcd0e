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

import dev.inferencekey.operation.ErrorField;
import dev.inferencekey.operation.Json;
import dev.inferencekey.operation.UnreadableResponseException;
import dev.inferencekey.operation.Usage;
import dev.inferencekey.operation.UsageReader;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Collects the fields that a {@code chat.completion} and a {@code chat.completion.chunk}
 * have in common. Only the choice of index 0 counts.
 */
final class CompletionFields {

	private boolean error;

	private boolean choice;

	private boolean reasonField;

	private boolean anything;

	private int count;

	private @Nullable String model;

	private @Nullable String text;

	private @Nullable String reasoning;

	private @Nullable String finishReason;

	private @Nullable Usage usage;

	private long textOffset = -1;

	void field(String name, JsonParser parser) {
		switch (name) {
			case "error" -> this.error |= ErrorField.isError(parser);
			case "object" -> this.error |= "error".equals(string(parser));
			case "model" -> this.model = string(parser);
			case "usage" -> this.usage = UsageReader.read(parser);
			case "choices" -> Json.readElements(parser, this::choice);
			default -> {
			}
		}
	}

	private void choice(JsonParser parser) {
		this.count++;
		Choice candidate = new Choice();
		Json.readFields(parser, candidate::field);
		if (candidate.index == 0 && !this.choice) {
			this.choice = true;
			this.text = candidate.content;
			this.textOffset = candidate.contentOffset;
			this.reasoning = candidate.reasoning;
			this.finishReason = candidate.finish;
			this.reasonField = candidate.reasonField;
			this.anything = candidate.anything;
		}
	}

	private static @Nullable String string(JsonParser parser) {
		return (parser.currentToken() == JsonToken.VALUE_STRING) ? parser.getString() : null;
	}

	/**
	 * Whether an error stands where the answer should.
	 * @return {@code true} for an error at the top or in a choice
	 */
	boolean hasError() {
		return this.error;
	}

	boolean hasChoice() {
		return this.choice;
	}

	/**
	 * Whether there are choices, of whatever index.
	 * @return {@code false} for none
	 */
	boolean hasChoices() {
		return this.count > 0;
	}

	boolean isOnlyChoice() {
		return this.count == 1;
	}

	/**
	 * Whether there is a choice that says anything: a text, reasoning, a refusal, tool
	 * calls or why it ends.
	 * @return {@code false} for a choice that is empty
	 */
	boolean saysAnything() {
		return this.text != null || this.reasoning != null || this.finishReason != null || this.anything;
	}

	/**
	 * Whether the choice has the field {@code finish_reason}, whatever it says.
	 * @return {@code true} if so
	 */
	boolean hasReasonField() {
		return this.reasonField;
	}

	@Nullable String model() {
		return this.model;
	}

	@Nullable String text() {
		return this.text;
	}

	@Nullable String reasoning() {
		return this.reasoning;
	}

	@Nullable String finishReason() {
		return this.finishReason;
	}

	@Nullable Usage usage() {
		return this.usage;
	}

	/**
	 * Where the text begins, at its opening quote, counted from the start of the JSON.
	 * @return the offset in bytes, -1 when there is no text in one piece
	 */
	int textOffset() {
		return (int) this.textOffset;
	}

	private final class Choice {

		private int index;

		private @Nullable String content;

		private long contentOffset = -1;

		private @Nullable String reasoning;

		private @Nullable String finish;

		private boolean reasonField;

		private boolean anything;

		private void field(String name, JsonParser parser) {
			switch (name) {
				// Some servers send whole messages in streams.
				case "delta", "message" -> Json.readFields(parser, this::message);
				// The API for completions has the text here.
				case "text" -> content(parser);
				case "error" -> CompletionFields.this.error |= ErrorField.isError(parser);
				case "index" ->
					this.index = (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) ? parser.getIntValue() : 0;
				case "finish_reason" -> {
					this.reasonField = true;
					this.finish = reason(string(parser));
				}
				default -> {
				}
			}
		}

		// Some servers write an empty reason, or the word null, on every chunk. It is
		// none, or a cut stream would pass as complete.
		private static @Nullable String reason(@Nullable String word) {
			return (word != null && !word.isBlank() && !word.equals("null")) ? word : null;
		}

		private void message(String name, JsonParser parser) {
			switch (name) {
				case "content" -> content(parser);
				case "reasoning_content", "reasoning" -> addReasoning(string(parser));
				case "refusal" -> this.anything |= parser.currentToken() == JsonToken.VALUE_STRING;
				case "tool_calls", "function_call", "audio" -> this.anything |= parser.currentToken().isStructStart();
				default -> {
				}
			}
		}

		private void content(JsonParser parser) {
			switch (parser.currentToken()) {
				case VALUE_STRING -> {
					this.contentOffset = (this.content == null) ? parser.currentTokenLocation().getByteOffset() : -1;
					this.content = parser.getString();
				}
				case START_ARRAY -> Json.readElements(parser, (part) -> {
					Part fields = new Part();
					Json.readFields(part, fields::field);
					addText(fields.text);
					addReasoning(fields.thinking);
				});
				case VALUE_NULL -> {
				}
				default -> throw new UnreadableResponseException("the content is neither a text nor a list of parts");
			}
		}

		private void addText(@Nullable String more) {
			if (more != null) {
				this.content = (this.content != null) ? this.content + more : more;
			}
		}

		// Servers that use both names say the same in both.
		private void addReasoning(@Nullable String more) {
			if (more != null && !more.equals(this.reasoning)) {
				this.reasoning = (this.reasoning != null) ? this.reasoning + more : more;
			}
		}

	}

	/**
	 * One part of a content: {@code {"type": "text", "text": …}}, or {@code thinking}
	 * with a text or with parts of its own.
	 */
	private static final class Part {

		private @Nullable String text;

		private @Nullable String thinking;

		private void field(String name, JsonParser parser) {
			switch (name) {
				case "text" -> this.text = string(parser);
				case "thinking", "reasoning" -> {
					this.thinking = string(parser);
					StringBuilder parts = new StringBuilder();
					Json.readElements(parser, (part) -> {
						Part inner = new Part();
						Json.readFields(part, inner::field);
						parts.append((inner.text != null) ? inner.text : "");
					});
					this.thinking = parts.isEmpty() ? this.thinking : parts.toString();
				}
				default -> {
				}
			}
		}

	}

}
