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

import org.jspecify.annotations.Nullable;

/**
 * How a workload is asked for JSON, the strictest way first.
 */
enum ObjectMode {

	/**
	 * The engine holds the model to the schema.
	 */
	SCHEMA,

	/**
	 * The engine holds the model to JSON, and the model is told the schema.
	 */
	JSON_OBJECT,

	/**
	 * The model is told the schema.
	 */
	TEXT;

	/**
	 * What to try where this is refused.
	 * @return the next way, or {@code null} after the last
	 */
	@Nullable ObjectMode looser() {
		return switch (this) {
			case SCHEMA -> JSON_OBJECT;
			case JSON_OBJECT -> TEXT;
			case TEXT -> null;
		};
	}

	/**
	 * Ask for JSON.
	 * @param request the request of the caller
	 * @param format the schema that the answer should follow
	 * @return the request to send
	 */
	TextRequest ask(TextRequest request, ResponseFormat format) {
		return switch (this) {
			case SCHEMA -> with(request, request.messages(), format);
			case JSON_OBJECT -> with(request, instructed(request, format), ResponseFormat.JSON_OBJECT);
			case TEXT -> with(request, instructed(request, format), null);
		};
	}

	/**
	 * Go on with other messages.
	 * @param request the request
	 * @param messages the messages, empty to leave the prompt
	 * @param format the format of the answer, {@code null} for none
	 * @return a new request
	 */
	static TextRequest with(TextRequest request, List<ChatMessage> messages, @Nullable ResponseFormat format) {
		TextRequest.Builder builder = TextRequest.builder().messages(messages);
		if (messages.isEmpty() && request.prompt() != null) {
			builder.prompt(request.prompt());
		}
		request.parameters().forEach((name, value) -> {
			if (!name.equals("response_format")) {
				builder.extra(name, value);
			}
		});
		builder.streamUsage(request.isStreamUsage());
		if (request.timeout() != null) {
			builder.timeout(request.timeout());
		}
		if (format != null) {
			builder.responseFormat(format);
		}
		return builder.build();
	}

	/**
	 * The conversation so far.
	 * @param request a request with a prompt or messages
	 * @return the messages that it sends
	 */
	static List<ChatMessage> messages(TextRequest request) {
		return (request.prompt() != null) ? List.of(ChatMessage.user(request.prompt())) : request.messages();
	}

	// Templates of many models allow one system message, at the start.
	private static List<ChatMessage> instructed(TextRequest request, ResponseFormat format) {
		String instruction = "Answer with nothing but JSON that follows this JSON Schema:\n" + format.schema();
		List<ChatMessage> messages = new ArrayList<>(messages(request));
		if (!messages.isEmpty() && messages.get(0).role().equals("system")) {
			messages.set(0, ChatMessage.system(messages.get(0).text() + "\n\n" + instruction));
		}
		else {
			messages.add(0, ChatMessage.system(instruction));
		}
		return messages;
	}

}
