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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.inferencekey.operation.Json;
import dev.inferencekey.operation.Operation;
import dev.inferencekey.operation.RequestBody;
import tools.jackson.core.JsonGenerator;

/**
 * Writes a request for text.
 */
final class TextEncoder implements Operation.Encoder<TextRequest> {

	private static final String STREAM_OPTIONS = "stream_options";

	private final boolean stream;

	TextEncoder(boolean stream) {
		this.stream = stream;
	}

	@Override
	public RequestBody encode(TextRequest request, String model, Json json) {
		List<MediaBody.Media> media = new ArrayList<>();
		byte[] body = json.write((generator) -> {
			generator.writeStringProperty("model", model);
			generator.writeName("messages");
			new MessageWriter(generator, media).write(conversation(request));
			writeParameters(request, generator);
		});
		return media.isEmpty() ? RequestBody.of(RequestBody.JSON, body) : new MediaBody(body, media);
	}

	private void writeParameters(TextRequest request, JsonGenerator json) {
		json.writeBooleanProperty("stream", this.stream);
		if (this.stream && request.isStreamUsage() && !request.parameters().containsKey(STREAM_OPTIONS)) {
			json.writePOJOProperty(STREAM_OPTIONS, Map.of("include_usage", true));
		}
		// An iterator over nothing costs too.
		if (!request.parameters().isEmpty()) {
			request.parameters().forEach(json::writePOJOProperty);
		}
	}

	private static List<ChatMessage> conversation(TextRequest request) {
		String prompt = request.prompt();
		return (prompt != null) ? List.of(ChatMessage.user(prompt)) : request.messages();
	}

	@Override
	public String content(TextRequest request, Json json) {
		return json.text((generator) -> new TracedMessages(generator).writeInput(conversation(request)));
	}

}
