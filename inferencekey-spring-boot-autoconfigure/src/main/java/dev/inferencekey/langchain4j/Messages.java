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

import dev.inferencekey.text.ChatMessage;
import dev.inferencekey.text.ContentPart;
import dev.inferencekey.text.TextResult;
import dev.inferencekey.text.ToolCall;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.UnsupportedFeatureException;
import org.jspecify.annotations.Nullable;

/**
 * LangChain4j's messages as ours. An empty answer is left out, since a workload refuses
 * messages without content.
 */
final class Messages {

	private Messages() {
	}

	static List<ChatMessage> map(dev.langchain4j.data.message.ChatMessage message) {
		if (message instanceof SystemMessage system) {
			return List.of(ChatMessage.system(system.text()));
		}
		if (message instanceof UserMessage user) {
			return List.of(user(user));
		}
		if (message instanceof AiMessage ai) {
			return assistant(ai);
		}
		if (message instanceof ToolExecutionResultMessage result) {
			return List.of(toolResult(result));
		}
		throw new UnsupportedFeatureException("Messages of type " + message.type() + " are not supported.");
	}

	private static ChatMessage user(UserMessage user) {
		ChatMessage message = user.hasSingleText() ? ChatMessage.user(user.singleText())
				: ChatMessage.user(user.contents().stream().map(Contents::map).toArray(ContentPart[]::new));
		return message.withName(user.name());
	}

	private static List<ChatMessage> assistant(AiMessage ai) {
		ChatMessage assistant = ChatMessage.assistant(TextResult.builder()
			.text(orEmpty(ai.text()))
			.refusal(ai.attribute(ChatResponses.REFUSAL, String.class))
			.toolCalls(ai.toolExecutionRequests().stream().map(Messages::call).toList())
			.build());
		return (assistant.toolCalls().isEmpty() && assistant.text().isBlank()) ? List.of() : List.of(assistant);
	}

	private static ToolCall call(ToolExecutionRequest request) {
		return ToolCall.of(orEmpty(request.id()), request.name(), orEmpty(request.arguments()));
	}

	private static ChatMessage toolResult(ToolExecutionResultMessage result) {
		if (!result.hasSingleText()) {
			throw new UnsupportedFeatureException(
					"The result of the tool " + result.toolName() + " is not a text, which is not supported.");
		}
		ToolCall call = ToolCall.of(orEmpty(result.id()), orEmpty(result.toolName()), "");
		return ChatMessage.toolResult(call, result.text().isBlank() ? "\"\"" : result.text());
	}

	private static String orEmpty(@Nullable String text) {
		return (text != null) ? text : "";
	}

}
