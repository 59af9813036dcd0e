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
import java.net.URL;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

import org.springframework.util.Assert;
import org.springframework.util.MimeType;

/**
 * Messages of Spring AI as ours. Those without content are left out, since a workload
 * refuses them: advisors add them, and an answer may have been empty.
 */
final class Messages {

	private static final Pattern BASE64_URI = Pattern.compile("data:[^,]*;base64,");

	private Messages() {
	}

	static List<ChatMessage> map(Message message) {
		if (message instanceof UserMessage user) {
			return List.of(user(user));
		}
		if (message instanceof AssistantMessage assistant) {
			return assistant(assistant);
		}
		if (message instanceof ToolResponseMessage tool) {
			return tool.getResponses().stream().map(Messages::toolResult).toList();
		}
		return text(message).isBlank() ? List.of()
				: List.of(ChatMessage.of(message.getMessageType().getValue(), text(message)));
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
			return isUri(media) ? ContentPart.image(URI.create(media.getData().toString()))
					: ContentPart.image(type, bytes(media));
		}
		return type.getType().equals("audio") ? ContentPart.audio(type, bytes(media))
				: ContentPart.file(media.getName(), type, bytes(media));
	}

	private static boolean isUri(Media media) {
		return media.getData() instanceof URL || (media.getData() instanceof String data && data.indexOf(':') >= 0);
	}

	private static byte[] bytes(Media media) {
		if (media.getData() instanceof byte[] bytes) {
			return bytes;
		}
		String data = media.getData().toString();
		Matcher base64 = BASE64_URI.matcher(data);
		boolean encoded = base64.lookingAt();
		String what = "The media \"" + media.getName() + "\" (" + media.getMimeType() + ") is ";
		Assert.isTrue(encoded || !isUri(media),
				() -> what + "given by a URI, which only images can be. Give its bytes instead.");
		try {
			return Base64.getDecoder().decode(encoded ? data.substring(base64.end()) : data);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(what + "neither a URI nor Base64.", ex);
		}
	}

	private static List<ChatMessage> assistant(AssistantMessage message) {
		TextResult.Builder result = TextResult.builder()
			.text(text(message))
			.toolCalls(message.getToolCalls()
				.stream()
				.map((call) -> ToolCall.of(call.id(), call.name(), call.arguments()))
				.toList());
		if (message.getMetadata().get(ChatResponses.REFUSAL) instanceof String refusal) {
			result.refusal(refusal);
		}
		ChatMessage assistant = ChatMessage.assistant(result.build());
		return (assistant.toolCalls().isEmpty() && assistant.text().isBlank()) ? List.of() : List.of(assistant);
	}

	private static ChatMessage toolResult(ToolResponse response) {
		String result = response.responseData();
		ToolCall call = ToolCall.of(response.id(), response.name(), "{}");
		return ChatMessage.toolResult(call, result.isBlank() ? "\"\"" : result);
	}

}
