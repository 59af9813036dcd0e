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

package dev.inferencekey.operation;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads {@code usage} of any operation, by the names of both APIs of OpenAI:
 * {@code prompt_tokens} and {@code completion_tokens}, or {@code input_tokens} and
 * {@code output_tokens}.
 */
public final class UsageReader {

	private static final int NONE = -1;

	private int input = NONE;

	private int output = NONE;

	private int total = NONE;

	private int cached;

	private int reasoning;

	private UsageReader() {
	}

	/**
	 * Read the object that the parser stands at.
	 * @param parser stands at the value of {@code usage}
	 * @return the usage, or {@code null} when the value is not an object or counts
	 * nothing
	 */
	public static @Nullable Usage read(JsonParser parser) {
		if (parser.currentToken() != JsonToken.START_OBJECT) {
			return null;
		}
		UsageReader reader = new UsageReader();
		Json.readFields(parser, reader::field);
		return reader.usage();
	}

	/**
	 * Read the usage of an operation that generates no tokens, such as embeddings and
	 * reranking: where a server counts the total only, that is the input.
	 * @param parser stands at the value of {@code usage}
	 * @return the usage, or {@code null} when the value is not an object or counts
	 * nothing
	 */
	public static @Nullable Usage readInput(JsonParser parser) {
		Usage usage = read(parser);
		if (usage == null || usage.inputTokens() > 0 || usage.outputTokens() > 0) {
			return usage;
		}
		return Usage.of(usage.totalTokens(), 0);
	}

	private @Nullable Usage usage() {
		if (this.input == NONE && this.output == NONE && this.total == NONE) {
			return null;
		}
		Usage usage = Usage.of(Math.max(this.input, 0), Math.max(this.output, 0));
		return ((this.total != NONE) ? usage.withTotalTokens(this.total) : usage).withCachedInputTokens(this.cached)
			.withReasoningTokens(this.reasoning);
	}

	private void field(String name, JsonParser parser) {
		switch (name) {
			case "prompt_tokens", "input_tokens" -> this.input = count(parser, this.input);
			case "completion_tokens", "output_tokens" -> this.output = count(parser, this.output);
			case "total_tokens" -> this.total = count(parser, this.total);
			// As SGLang has it.
			case "reasoning_tokens" -> this.reasoning = Math.max(this.reasoning, count(parser, 0));
			case "prompt_tokens_details", "input_tokens_details", "completion_tokens_details",
					"output_tokens_details" ->
				Json.readFields(parser, this::detail);
			default -> {
			}
		}
	}

	private void detail(String name, JsonParser parser) {
		switch (name) {
			case "cached_tokens" -> this.cached = count(parser, this.cached);
			case "reasoning_tokens" -> this.reasoning = Math.max(this.reasoning, count(parser, 0));
			default -> {
			}
		}
	}

	// A call that was answered does not fail for a count that makes no sense.
	private static int count(JsonParser parser, int before) {
		double count = parser.currentToken().isNumeric() ? parser.getDoubleValue() : NONE;
		return (count >= 0 && count <= Integer.MAX_VALUE) ? (int) count : before;
	}

}
