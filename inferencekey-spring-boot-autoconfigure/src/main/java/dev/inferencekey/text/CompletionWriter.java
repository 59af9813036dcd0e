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

import dev.inferencekey.operation.LazyJson;
import dev.inferencekey.operation.Usage;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes what a server would have answered, for results that were not read from one
 * answer.
 */
final class CompletionWriter {

	private CompletionWriter() {
	}

	/**
	 * Create a result whose JSON is written when it is asked for.
	 * @param id the id of the answer
	 * @param model the model that answered
	 * @param usage what the call cost
	 * @param choices the choices
	 * @return the result
	 */
	static TextResult result(@Nullable String id, @Nullable String model, @Nullable Usage usage,
			List<TextChoice> choices) {
		return new TextResult(id, model, usage, choices, new LazyJson(() -> completion(id, model, usage, choices)));
	}

	private static JsonNode completion(@Nullable String id, @Nullable String model, @Nullable Usage usage,
			List<TextChoice> choices) {
		ObjectNode completion = JsonNodeFactory.instance.objectNode();
		if (id != null) {
			completion.put("id", id);
		}
		completion.put("object", "chat.completion");
		completion.put("model", model);
		ArrayNode array = completion.putArray("choices");
		choices.forEach((choice) -> write(choice, array.addObject()));
		if (usage != null) {
			write(usage, completion.putObject("usage"));
		}
		return completion;
	}

	private static void write(TextChoice choice, ObjectNode node) {
		node.put("index", choice.index());
		ObjectNode message = node.putObject("message").put("role", "assistant");
		boolean silent = choice.text().isEmpty() && (!choice.toolCalls().isEmpty() || choice.refusal() != null);
		message.put("content", silent ? null : choice.text());
		if (!choice.reasoning().isEmpty()) {
			message.put("reasoning_content", choice.reasoning());
		}
		if (choice.refusal() != null) {
			message.put("refusal", choice.refusal());
		}
		if (!choice.toolCalls().isEmpty()) {
			ArrayNode calls = message.putArray("tool_calls");
			choice.toolCalls().forEach((call) -> write(call, calls.addObject()));
		}
		if (!choice.logprobs().isEmpty()) {
			ArrayNode tokens = node.putObject("logprobs").putArray("content");
			choice.logprobs().forEach((token) -> write(token, tokens.addObject()));
		}
		node.put("finish_reason", choice.finishReason());
	}

	private static void write(ToolCall call, ObjectNode node) {
		node.put("id", call.id()).put("type", "function");
		node.putObject("function").put("name", call.name()).put("arguments", call.arguments());
	}

	private static void write(TokenLogprob token, ObjectNode node) {
		node.put("token", token.token()).put("logprob", token.logprob());
		ArrayNode alternatives = node.putArray("top_logprobs");
		token.alternatives()
			.forEach((other) -> alternatives.addObject().put("token", other.token()).put("logprob", other.logprob()));
	}

	private static void write(Usage usage, ObjectNode node) {
		node.put("prompt_tokens", usage.inputTokens())
			.put("completion_tokens", usage.outputTokens())
			.put("total_tokens", usage.totalTokens());
		if (usage.cachedInputTokens() > 0) {
			node.putObject("prompt_tokens_details").put("cached_tokens", usage.cachedInputTokens());
		}
		if (usage.reasoningTokens() > 0) {
			node.putObject("completion_tokens_details").put("reasoning_tokens", usage.reasoningTokens());
		}
	}

}
