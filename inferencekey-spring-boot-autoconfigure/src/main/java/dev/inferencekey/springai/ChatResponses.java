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

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import dev.inferencekey.operation.Usage;
import dev.inferencekey.text.TextChoice;
import dev.inferencekey.text.TextResult;
import dev.inferencekey.text.ToolCall;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;

/**
 * Our answers as Spring AI's.
 */
final class ChatResponses {

	// The names that Spring AI's own clients give to them.
	private static final String REASONING = "reasoningContent";

	static final String REFUSAL = "refusal";

	private ChatResponses() {
	}

	static ChatResponse map(TextResult result) {
		return new ChatResponse(result.choices().stream().map(ChatResponses::generation).toList(),
				metadata(result.id(), result.model(), result.usage()));
	}

	private static Generation generation(TextChoice choice) {
		return generation(choice.text(),
				properties(choice.reasoning(), Objects.requireNonNullElse(choice.refusal(), ""), choice.index()),
				choice.toolCalls(), choice.finishReason());
	}

	static Map<String, Object> properties(String reasoning, String refusal, int index) {
		if (reasoning.isEmpty() && refusal.isEmpty()) {
			return Map.of("index", index);
		}
		Map<String, Object> properties = new HashMap<>(Map.of("index", index));
		if (!reasoning.isEmpty()) {
			properties.put(REASONING, reasoning);
		}
		if (!refusal.isEmpty()) {
			properties.put(REFUSAL, refusal);
		}
		return properties;
	}

	static Generation generation(String text, Map<String, Object> properties, List<ToolCall> calls,
			@Nullable String finishReason) {
		AssistantMessage message = AssistantMessage.builder()
			.content(text)
			.properties(properties)
			.toolCalls(calls.stream()
				.map((call) -> new AssistantMessage.ToolCall(call.id(), "function", call.name(), call.arguments()))
				.toList())
			.build();
		return new Generation(message,
				(finishReason != null)
						? ChatGenerationMetadata.builder().finishReason(finishReason.toUpperCase(Locale.ROOT)).build()
						: ChatGenerationMetadata.NULL);
	}

	static ChatResponseMetadata metadata(@Nullable String id, @Nullable String model, @Nullable Usage usage) {
		ChatResponseMetadata.Builder metadata = ChatResponseMetadata.builder();
		if (id != null) {
			metadata.id(id);
		}
		if (model != null) {
			metadata.model(model);
		}
		if (usage != null) {
			metadata.usage(map(usage));
		}
		return metadata.build();
	}

	static DefaultUsage map(Usage usage) {
		return new DefaultUsage(usage.inputTokens(), usage.outputTokens(), usage.totalTokens(), usage,
				(long) usage.cachedInputTokens(), null);
	}

}
