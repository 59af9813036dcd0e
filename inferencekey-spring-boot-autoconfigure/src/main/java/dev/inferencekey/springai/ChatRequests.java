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

package dev.inferencekey.springai;

import java.util.List;
import java.util.function.Consumer;

import dev.inferencekey.text.ResponseFormat;
import dev.inferencekey.text.TextRequest;
import dev.inferencekey.text.Tool;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.StructuredOutputChatOptions;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.definition.ToolDefinition;

/**
 * Prompts of Spring AI as our requests.
 */
final class ChatRequests {

	private ChatRequests() {
	}

	static TextRequest map(Prompt prompt) {
		TextRequest.Builder request = TextRequest.builder();
		prompt.getInstructions().forEach((message) -> Messages.map(message).forEach(request::message));
		ChatOptions options = prompt.getOptions();
		if (options != null) {
			set(options, request);
		}
		return request.build();
	}

	private static void set(ChatOptions options, TextRequest.Builder request) {
		set(options.getTemperature(), request::temperature);
		set(options.getTopP(), request::topP);
		set(options.getTopK(), request::topK);
		set(options.getFrequencyPenalty(), request::frequencyPenalty);
		set(options.getPresencePenalty(), request::presencePenalty);
		set(options.getMaxTokens(), request::maxTokens);
		List<String> stop = options.getStopSequences();
		if (stop != null && !stop.isEmpty()) {
			request.stop(stop);
		}
		if (options instanceof ToolCallingChatOptions tools && tools.getToolCallbacks() != null
				&& !tools.getToolCallbacks().isEmpty()) {
			request.tools(tools.getToolCallbacks().stream().map(ChatRequests::tool).toList());
		}
		if (options instanceof StructuredOutputChatOptions output && output.getOutputSchema() != null) {
			request.responseFormat(ResponseFormat.jsonSchema("answer", output.getOutputSchema()));
		}
	}

	private static <T> void set(@Nullable T value, Consumer<T> setter) {
		if (value != null) {
			setter.accept(value);
		}
	}

	private static Tool tool(ToolCallback callback) {
		ToolDefinition tool = callback.getToolDefinition();
		return Tool.declare(tool.name(), tool.description(), tool.inputSchema());
	}

}
