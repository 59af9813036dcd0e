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

package dev.inferencekey.langchain4j;

import java.util.List;
import java.util.Map;

import dev.inferencekey.operation.Usage;
import dev.inferencekey.text.TextResult;
import dev.inferencekey.text.ToolCall;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import org.jspecify.annotations.Nullable;

/**
 * Our results as LangChain4j's.
 */
final class ChatResponses {

	static final String REFUSAL = "refusal";

	private ChatResponses() {
	}

	static ChatResponse of(TextResult result) {
		List<ToolExecutionRequest> calls = result.toolCalls().stream().map(ChatResponses::call).toList();
		AiMessage.Builder message = AiMessage.builder()
			.text((result.text().isEmpty() && !calls.isEmpty()) ? null : result.text())
			.thinking(result.reasoning().isEmpty() ? null : result.reasoning())
			.toolExecutionRequests(calls);
		if (result.refusal() != null) {
			message.attributes(Map.of(REFUSAL, result.refusal()));
		}
		return ChatResponse.builder()
			.aiMessage(message.build())
			.id(result.id())
			.modelName(result.model())
			.tokenUsage(usage(result.usage()))
			.finishReason(finishReason(result.finishReason()))
			.build();
	}

	static ToolExecutionRequest call(ToolCall call) {
		return ToolExecutionRequest.builder().id(call.id()).name(call.name()).arguments(call.arguments()).build();
	}

	static @Nullable TokenUsage usage(@Nullable Usage usage) {
		return (usage != null) ? new TokenUsage(usage.inputTokens(), usage.outputTokens(), usage.totalTokens()) : null;
	}

	private static @Nullable FinishReason finishReason(@Nullable String reason) {
		return (reason == null) ? null : switch (reason) {
			case "stop" -> FinishReason.STOP;
			case "length" -> FinishReason.LENGTH;
			case "tool_calls", "function_call" -> FinishReason.TOOL_EXECUTION;
			case "content_filter" -> FinishReason.CONTENT_FILTER;
			default -> FinishReason.OTHER;
		};
	}

}
