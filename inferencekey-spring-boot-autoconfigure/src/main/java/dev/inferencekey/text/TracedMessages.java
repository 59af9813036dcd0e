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
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes messages as {@code gen_ai.input.messages} and {@code gen_ai.output.messages} of
 * the GenAI conventions, without the bytes of their media.
 */
final class TracedMessages {

	private final JsonGenerator generator;

	TracedMessages(JsonGenerator generator) {
		this.generator = generator;
	}

	void writeInput(List<ChatMessage> messages) {
		this.generator.writeStartArray();
		for (ChatMessage message : messages) {
			this.generator.writeStartObject();
			this.generator.writeStringProperty("role", message.role());
			this.generator.writeArrayPropertyStart("parts");
			if (message.toolCallId() != null) {
				start("tool_call_response");
				this.generator.writeStringProperty("id", message.toolCallId());
				this.generator.writeStringProperty("response", message.text());
				this.generator.writeEndObject();
			}
			else {
				message.parts().forEach(this::write);
				message.toolCalls().forEach(this::write);
			}
			this.generator.writeEndArray();
			this.generator.writeEndObject();
		}
		this.generator.writeEndArray();
	}

	void writeOutput(List<TextChoice> choices, String unfinished) {
		this.generator.writeStartArray();
		for (TextChoice choice : choices) {
			this.generator.writeStartObject();
			this.generator.writeStringProperty("role", "assistant");
			this.generator.writeArrayPropertyStart("parts");
			write("reasoning", choice.reasoning());
			write("text", choice.text());
			write("text", choice.refusal());
			choice.toolCalls().forEach(this::write);
			this.generator.writeEndArray();
			this.generator.writeStringProperty("finish_reason", finishReason(choice, unfinished));
			this.generator.writeEndObject();
		}
		this.generator.writeEndArray();
	}

	private static String finishReason(TextChoice choice, String unfinished) {
		String reason = choice.finishReason();
		return (reason == null) ? unfinished : reason.equals("tool_calls") ? "tool_call" : reason;
	}

	private void write(String type, @Nullable String content) {
		if (content != null && !content.isEmpty()) {
			start(type);
			this.generator.writeStringProperty("content", content);
			this.generator.writeEndObject();
		}
	}

	private void write(ContentPart part) {
		URI uri = part.uri();
		if (part.type() == ContentPart.Type.TEXT) {
			start("text");
			this.generator.writeStringProperty("content", part.text());
		}
		else if (uri != null && !"data".equalsIgnoreCase(uri.getScheme())) {
			start("uri");
			this.generator.writeStringProperty("modality", modality(part));
			this.generator.writeStringProperty("uri", uri.toString());
		}
		else {
			start("blob");
			this.generator.writeStringProperty("modality", modality(part));
			if (part.format() != null) {
				this.generator.writeStringProperty("mime_type", mimeType(part, part.format()));
			}
		}
		this.generator.writeEndObject();
	}

	private void write(ToolCall call) {
		start("tool_call");
		this.generator.writeStringProperty("id", call.id());
		this.generator.writeStringProperty("name", call.name());
		this.generator.writeName("arguments");
		// As the model wrote them, since to read them may change numbers.
		if (isJson(call.arguments())) {
			this.generator.writeRawValue(call.arguments());
		}
		else {
			this.generator.writeString(call.arguments());
		}
		this.generator.writeEndObject();
	}

	private static boolean isJson(String text) {
		try {
			return !JsonMapper.shared().readTree(text).isMissingNode();
		}
		catch (JacksonException | NumberFormatException ex) {
			return false;
		}
	}

	private void start(String type) {
		this.generator.writeStartObject();
		this.generator.writeStringProperty("type", type);
	}

	private static String modality(ContentPart part) {
		return part.type().name().toLowerCase(Locale.ROOT);
	}

	private static String mimeType(ContentPart part, String format) {
		return (part.type() == ContentPart.Type.AUDIO) ? "audio/" + format : format;
	}

}
