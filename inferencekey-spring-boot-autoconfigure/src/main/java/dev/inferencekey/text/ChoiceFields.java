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

import java.util.ArrayList;
import java.util.List;

import dev.inferencekey.operation.ErrorField;
import dev.inferencekey.operation.Json;
import dev.inferencekey.operation.UnreadableResponseException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Collects the fields of a choice, whole or the next piece of it.
 */
final class ChoiceFields {

	private final Json json;

	private int index;

	private @Nullable String text;

	private @Nullable String reasoning;

	private @Nullable String refusal;

	private @Nullable String finishReason;

	private boolean reasonField;

	private boolean error;

	// An answer that is there but is not read, such as audio.
	private boolean other;

	private List<ToolCallFragment> toolCalls = List.of();

	private @Nullable ToolCallFragment functionCall;

	private List<TokenLogprob> logprobs = List.of();

	/**
	 * Start to collect.
	 * @param json how JSON is read
	 * @param position the index of a choice that does not tell its own
	 */
	ChoiceFields(Json json, int position) {
		this.json = json;
		this.index = position;
	}

	void field(String name, JsonParser parser) {
		switch (name) {
			// Some servers send whole messages in streams.
			case "delta", "message" -> {
				if (parser.currentToken() == JsonToken.START_OBJECT) {
					Json.readFields(parser, this::message);
				}
				else {
					content(parser);
				}
			}
			// The API for completions has the text here.
			case "text" -> content(parser);
			case "error" -> this.error |= ErrorField.isError(parser);
			case "index" -> {
				Integer number = number(parser);
				this.index = (number != null) ? number : this.index;
			}
			case "logprobs" -> Json.readFields(parser, this::logprobs);
			case "finish_reason" -> {
				this.reasonField = true;
				this.finishReason = reason(string(parser));
				this.error |= "error".equalsIgnoreCase(this.finishReason);
			}
			default -> {
			}
		}
	}

	// Some servers write an empty reason, or a word for none, on every chunk. It is
	// none, or a cut stream would pass as complete.
	private static @Nullable String reason(@Nullable String word) {
		if (word == null || word.isBlank()) {
			return null;
		}
		String bare = word.strip();
		return (bare.equalsIgnoreCase("null") || bare.equalsIgnoreCase("none")) ? null : word;
	}

	private void message(String name, JsonParser parser) {
		switch (name) {
			case "content" -> content(parser);
			case "error" -> this.error |= ErrorField.isError(parser);
			case "reasoning_content", "reasoning" -> addReasoning(ContentFields.text(parser));
			case "refusal" -> addRefusal(string(parser));
			case "tool_calls" -> {
				if (parser.currentToken() == JsonToken.START_OBJECT) {
					toolCall(parser);
				}
				else {
					Json.readElements(parser, this::toolCall);
				}
			}
			case "function_call" -> {
				this.other |= parser.currentToken().isStructStart();
				this.functionCall = new ToolCallReader(this.json).function(parser);
			}
			case "audio" -> this.other |= parser.currentToken().isStructStart();
			default -> {
			}
		}
	}

	private void content(JsonParser parser) {
		switch (parser.currentToken()) {
			// A server that has the text in two places may leave one of them empty.
			case VALUE_STRING -> this.text = hasText() ? this.text : parser.getString();
			case START_ARRAY -> Json.readElements(parser, this::part);
			case VALUE_NULL -> {
			}
			default -> throw new UnreadableResponseException("the content is neither a text nor a list of parts");
		}
	}

	private void part(JsonParser parser) {
		switch (parser.currentToken()) {
			case VALUE_STRING -> addText(parser.getString());
			case START_OBJECT -> {
				ContentFields fields = new ContentFields();
				Json.readFields(parser, fields::field);
				addText(fields.text());
				addReasoning(fields.thinking());
				addRefusal(fields.refusal());
			}
			case START_ARRAY -> Json.readElements(parser, this::part);
			case VALUE_NULL -> {
			}
			default -> throw new UnreadableResponseException("a part of the content is neither a text nor an object");
		}
	}

	private void addText(@Nullable String more) {
		if (more != null) {
			this.text = (this.text != null) ? this.text + more : more;
		}
	}

	// Servers that use both names say the same in both.
	private void addReasoning(@Nullable String more) {
		if (more != null && !more.equals(this.reasoning)) {
			this.reasoning = (this.reasoning != null) ? this.reasoning + more : more;
		}
	}

	private void addRefusal(@Nullable String more) {
		if (more != null) {
			this.refusal = (this.refusal != null) ? this.refusal + more : more;
		}
	}

	private void toolCall(JsonParser parser) {
		this.other |= parser.currentToken() == JsonToken.START_OBJECT;
		this.toolCalls = this.toolCalls.isEmpty() ? new ArrayList<>(2) : this.toolCalls;
		this.toolCalls.add(new ToolCallReader(this.json).call(parser));
	}

	private void logprobs(String name, JsonParser parser) {
		// The tokens of a refusal stand apart.
		if (name.equals("content") || name.equals("refusal")) {
			List<TokenLogprob> tokens = new ArrayList<>(this.logprobs);
			Json.readElements(parser, (token) -> tokens.add(LogprobFields.read(token)));
			this.logprobs = tokens;
		}
	}

	static @Nullable String string(JsonParser parser) {
		return (parser.currentToken() == JsonToken.VALUE_STRING) ? parser.getString() : null;
	}

	static @Nullable Integer number(JsonParser parser) {
		boolean number = parser.currentToken().isNumeric() || parser.currentToken() == JsonToken.VALUE_STRING;
		int value = number ? parser.getValueAsInt(Integer.MIN_VALUE) : Integer.MIN_VALUE;
		return (value != Integer.MIN_VALUE) ? value : null;
	}

	int index() {
		return this.index;
	}

	boolean hasError() {
		return this.error;
	}

	@Nullable String text() {
		return this.text;
	}

	@Nullable String reasoning() {
		return this.reasoning;
	}

	@Nullable String refusal() {
		return this.refusal;
	}

	/**
	 * What is said of tool calls.
	 * @return in their order; servers that use the older {@code function_call} besides
	 * say the same in both
	 */
	List<ToolCallFragment> toolCalls() {
		ToolCallFragment older = this.functionCall;
		return (this.toolCalls.isEmpty() && older != null) ? List.of(older) : this.toolCalls;
	}

	List<TokenLogprob> logprobs() {
		return this.logprobs;
	}

	@Nullable String finishReason() {
		return this.finishReason;
	}

	/**
	 * Whether the choice has the field {@code finish_reason}, whatever it says.
	 * @return {@code true} if so
	 */
	boolean hasReasonField() {
		return this.reasonField;
	}

	/**
	 * Whether the choice is an answer: it has a text, perhaps an empty one, reasoning, a
	 * refusal, tool calls or why it ends.
	 * @return {@code false} for a choice that has nothing
	 */
	boolean isAnswer() {
		return this.text != null || this.reasoning != null || this.finishReason != null || this.refusal != null
				|| this.other;
	}

	/**
	 * Whether there is nothing to hand on.
	 * @return {@code true} for neither content nor a finish reason
	 */
	private boolean hasText() {
		return this.text != null && !this.text.isEmpty();
	}

	boolean isEmpty() {
		return !hasContent() && this.finishReason == null;
	}

	/**
	 * Whether there is anything to hand on but why the choice ends.
	 * @return {@code false} for a choice without content
	 */
	boolean hasContent() {
		return hasText() || (this.reasoning != null && !this.reasoning.isEmpty())
				|| (this.refusal != null && !this.refusal.isEmpty()) || !toolCalls().isEmpty()
				|| !this.logprobs.isEmpty();
	}

}
