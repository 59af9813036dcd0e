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

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.inferencekey.operation.Json;
import dev.inferencekey.operation.ResourceContent;
import tools.jackson.core.JsonGenerator;

import org.springframework.core.io.Resource;

/**
 * Writes the messages of one request, leaving out the bytes of their media.
 */
final class MessageWriter {

	private final JsonGenerator json;

	private final List<MediaBody.Media> media;

	/**
	 * Create a writer.
	 * @param json where the messages are written
	 * @param media is filled with what was left out
	 */
	MessageWriter(JsonGenerator json, List<MediaBody.Media> media) {
		this.json = json;
		this.media = media;
	}

	void write(List<ChatMessage> messages) {
		this.json.writeStartArray();
		for (int i = 0; i < messages.size(); i++) {
			write(messages.get(i), i);
		}
		this.json.writeEndArray();
	}

	private void write(ChatMessage message, int index) {
		this.json.writeStartObject();
		this.json.writeStringProperty("role", message.role());
		this.json.writeName("content");
		writeContent(message.parts(), index);
		if (message.name() != null) {
			this.json.writeStringProperty("name", message.name());
		}
		if (!message.toolCalls().isEmpty()) {
			this.json.writeArrayPropertyStart("tool_calls");
			message.toolCalls().forEach(this::write);
			this.json.writeEndArray();
		}
		if (message.toolCallId() != null) {
			this.json.writeStringProperty("tool_call_id", message.toolCallId());
		}
		this.json.writeEndObject();
	}

	private void writeContent(List<ContentPart> parts, int index) {
		if (parts.isEmpty()) {
			this.json.writeNull();
			return;
		}
		if (parts.size() == 1 && parts.get(0).type() == ContentPart.Type.TEXT) {
			this.json.writeString(parts.get(0).text());
			return;
		}
		this.json.writeStartArray();
		for (ContentPart part : parts) {
			this.json.writeStartObject();
			write(part, index);
			this.json.writeEndObject();
		}
		this.json.writeEndArray();
	}

	private void write(ContentPart part, int index) {
		switch (part.type()) {
			case TEXT -> {
				this.json.writeStringProperty("type", "text");
				this.json.writeStringProperty("text", part.text());
			}
			case IMAGE -> {
				start("image_url");
				URI uri = part.uri();
				if (uri != null) {
					this.json.writeStringProperty("url", uri.toString());
				}
				else {
					writeData("url", dataUri(part), part, index);
				}
				this.json.writeEndObject();
			}
			case AUDIO -> {
				start("input_audio");
				writeData("data", "", part, index);
				this.json.writeStringProperty("format", part.format());
				this.json.writeEndObject();
			}
			case FILE -> {
				start("file");
				this.json.writeStringProperty("filename", part.name());
				writeData("file_data", dataUri(part), part, index);
				this.json.writeEndObject();
			}
		}
	}

	private void start(String type) {
		this.json.writeStringProperty("type", type);
		this.json.writeObjectPropertyStart(type);
	}

	private static String dataUri(ContentPart part) {
		return "data:" + part.format() + ";base64,";
	}

	private void writeData(String name, String prefix, ContentPart part, int index) {
		this.json.writeStringProperty(name, prefix);
		Resource data = part.data();
		if (data != null) {
			String description = "the " + part.type().name().toLowerCase(Locale.ROOT) + " of messages[" + index + "], "
					+ data.getDescription() + ",";
			// The bytes go before the closing quote.
			this.media.add(new MediaBody.Media(Json.position(this.json) - 1, new ResourceContent(data, description)));
		}
	}

	private void write(ToolCall call) {
		this.json.writeStartObject();
		this.json.writeStringProperty("id", call.id());
		this.json.writeStringProperty("type", "function");
		this.json.writeObjectPropertyStart("function");
		this.json.writeStringProperty("name", call.name());
		this.json.writeStringProperty("arguments", call.arguments());
		this.json.writeEndObject();
		this.json.writeEndObject();
	}

}
