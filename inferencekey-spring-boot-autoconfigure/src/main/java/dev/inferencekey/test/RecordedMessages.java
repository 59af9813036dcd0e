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

package dev.inferencekey.test;

import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import dev.inferencekey.text.ChatMessage;
import dev.inferencekey.text.ContentPart;
import dev.inferencekey.text.TextResult;
import dev.inferencekey.text.ToolCall;
import tools.jackson.databind.JsonNode;

import org.springframework.util.MimeType;

/**
 * Reads the messages of a chat from the body of its request.
 */
final class RecordedMessages {

	private RecordedMessages() {
	}

	static List<ChatMessage> read(JsonNode body) {
		List<ChatMessage> messages = new ArrayList<>();
		for (JsonNode message : body.path("messages")) {
			messages.add(message(message).withName(message.path("name").stringValue(null)));
		}
		return messages;
	}

	private static ChatMessage message(JsonNode message) {
		String role = message.path("role").asString("");
		List<ContentPart> parts = new ArrayList<>();
		message.path("content").forEach((part) -> parts.add(part(part)));
		String text = message.path("content").stringValue(text(parts));
		if (message.has("tool_call_id")) {
			return ChatMessage.toolResult(ToolCall.of(message.path("tool_call_id").asString(""), "", "{}"), text);
		}
		if (message.has("tool_calls")) {
			return ChatMessage.assistant(TextResult.builder().text(text).toolCalls(calls(message)).build());
		}
		return (role.equals("user") && !parts.isEmpty()) ? ChatMessage.user(parts.toArray(ContentPart[]::new))
				: ChatMessage.of(role, text);
	}

	private static String text(List<ContentPart> parts) {
		return ChatMessage.user(parts.toArray(ContentPart[]::new)).text();
	}

	private static List<ToolCall> calls(JsonNode message) {
		List<ToolCall> calls = new ArrayList<>();
		for (JsonNode call : message.path("tool_calls")) {
			calls.add(ToolCall.of(call.path("id").asString(""), call.at("/function/name").asString(""),
					call.at("/function/arguments").asString("")));
		}
		return calls;
	}

	private static ContentPart part(JsonNode part) {
		return switch (part.path("type").asString("")) {
			case "image_url" -> image(part.at("/image_url/url").asString(""));
			case "input_audio" -> ContentPart.audio(part.at("/input_audio/format").asString(""),
					bytes(part.at("/input_audio/data").asString("")));
			case "file" -> file(part.at("/file/filename").asString(""), part.at("/file/file_data").asString(""));
			default -> ContentPart.text(part.path("text").asString(""));
		};
	}

	private static ContentPart image(String url) {
		return url.startsWith("data:") ? ContentPart.image(type(url), bytes(url)) : ContentPart.image(URI.create(url));
	}

	private static ContentPart file(String name, String data) {
		return ContentPart.file(name, type(data), bytes(data));
	}

	private static MimeType type(String dataUri) {
		return MimeType.valueOf(dataUri.substring("data:".length(), dataUri.indexOf(';')));
	}

	private static byte[] bytes(String base64) {
		return Base64.getDecoder().decode(base64.substring(base64.indexOf(',') + 1));
	}

}
