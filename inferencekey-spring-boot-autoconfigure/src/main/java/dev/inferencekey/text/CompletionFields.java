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
import dev.inferencekey.operation.Usage;
import dev.inferencekey.operation.UsageReader;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Collects the fields that a {@code chat.completion} and a {@code chat.completion.chunk}
 * have in common.
 */
final class CompletionFields {

	private final Json json;

	private final List<ChoiceFields> choices = new ArrayList<>(1);

	private boolean error;

	// What may also stand beside an answer.
	private boolean problem;

	private @Nullable String id;

	private @Nullable String model;

	private @Nullable Usage usage;

	CompletionFields(Json json) {
		this.json = json;
	}

	void field(String name, JsonParser parser) {
		switch (name) {
			case "id" -> this.id = ChoiceFields.string(parser);
			case "model" -> this.model = ChoiceFields.string(parser);
			case "usage" -> this.usage = UsageReader.read(parser);
			case "choices" -> Json.readElements(parser, this::choice);
			default -> {
				this.error |= ErrorField.isError(name, parser);
				this.problem |= ErrorField.isProblem(name, parser);
			}
		}
	}

	private void choice(JsonParser parser) {
		if (parser.currentToken() != JsonToken.START_OBJECT && parser.currentToken() != JsonToken.VALUE_NULL) {
			throw new UnreadableResponseException("a choice is not an object");
		}
		ChoiceFields choice = new ChoiceFields(this.json, this.choices.size());
		Json.readFields(parser, choice::field);
		this.choices.add(choice);
		this.error |= choice.hasError();
	}

	/**
	 * Whether an error stands where the answer should.
	 * @return {@code true} for an error at the top or in a choice
	 */
	boolean hasError() {
		return this.error || (this.problem && this.choices.isEmpty());
	}

	/**
	 * The choices.
	 * @return in the order in which they stand, empty for none
	 */
	List<ChoiceFields> choices() {
		return this.choices;
	}

	@Nullable String id() {
		return this.id;
	}

	@Nullable String model() {
		return this.model;
	}

	@Nullable Usage usage() {
		return this.usage;
	}

}
