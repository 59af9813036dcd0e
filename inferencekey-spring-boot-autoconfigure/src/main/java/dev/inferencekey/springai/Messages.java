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

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

import dev.inferencekey.text.ChatMessage;
import dev.inferencekey.text.ContentPart;
import dev.inferencekey.text.TextResult;
import dev.inferencekey.text.ToolCall;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage.ToolResponse;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.content.Media;

import org.springframework.util.MimeType;

/**
 * Messages of Spring AI as ours.
 */
final class Messages {

	private Messages() {
	}

	static List<ChatMessage> map(Message message) {
		if (message instanceof UserMessage user) {
			return List.of(user(user));
		}
		if (message instanceof AssistantMessage assistant) {
			return List.of(assistant(assistant));
		}
		if (message instanceof ToolResponseMessage tool) {
			return tool.getResponses().stream().map(Messages::toolResult).toList();
		}
		return List.of(ChatMessage.of(message.getMessageType().getValue(), text(message)));
	}

	private static String text(Message message) {
		String text = message.getText();
		return (text != null) ? text : "";
	}

	private static ChatMessage user(UserMessage message) {
		if (message.getMedia().isEmpty()) {
			return ChatMessage.user(text(message));
		}
		List<ContentPart> parts = new ArrayList<>();
		if (!text(message).isBlank()) {
			parts.add(ContentPart.text(text(message)));
		}
		message.getMedia().forEach((media) -> parts.add(part(media)));
		return ChatMessage.user(parts.toArray(ContentPart[]::new));
	}

	private static ContentPart part(Media media) {
		MimeType type = media.getMimeType();
		if (type.getType().equals("image")) {
			return (media.getData() instanceof String uri) ? ContentPart.image(URI.create(uri))
					: ContentPart.image(type, media.getDataAsByteArray());
		}
		if (type.getType().equals("audio")) {
			String format = type.getSubtype().equals("mpeg") ? "mp3" : type.getSubtype().replaceFirst("^x-", "");
			return ContentPart.audio(format, media.getDataAsByteArray());
		}
		return ContentPart.file(media.getName(), type, media.getDataAsByteArray());
	}

	private static ChatMessage assistant(AssistantMessage message) {
		return ChatMessage.assistant(TextResult.builder()
			.text(text(message))
			.toolCalls(message.getToolCalls()
				.stream()
				.map((call) -> ToolCall.of(call.id(), call.name(), call.arguments()))
				.toList())
			.build());
	}

	private static ChatMessage toolResult(ToolResponse response) {
		String result = response.responseData();
		ToolCall call = ToolCall.of(response.id(), response.name(), "{}");
		return ChatMessage.toolResult(call, result.isBlank() ? "\"\"" : result);
	}

}
