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

package dev.inferencekey.localplatform;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import tools.jackson.databind.JsonNode;

/**
 * Reads the messages of a chat request. The model reads text only, so an image, audio or
 * a file is refused.
 */
final class MessageReader {

	private static final Set<String> SPOKEN = Set.of("role", "content", "name");

	private static final Map<String, Set<String>> FIELDS = Map.of("system", SPOKEN, "developer", SPOKEN, "user", SPOKEN,
			"assistant",
			// What answers hold, here and elsewhere, comes back as it was.
			Set.of("role", "content", "name", "tool_calls", "refusal", "reasoning", "reasoning_content", "parsed"),
			"tool", Set.of("role", "content", "name", "tool_call_id"));

	private static final Set<String> CALL_FIELDS = Set.of("id", "type", "function", "index");

	private static final Set<String> FUNCTION_FIELDS = Set.of("name", "arguments", "parsed_arguments");

	private static final Set<String> PART_FIELDS = Set.of("type", "text", "refusal");

	private final Set<String> callIds = new HashSet<>();

	private MessageReader() {
	}

	static List<Message> read(RequestBody body) {
		MessageReader reader = new MessageReader();
		return body.objects("messages").stream().map(reader::message).toList();
	}

	private Message message(RequestBody message) {
		String role = message.text("role");
		Set<String> fields = FIELDS.get(role);
		if (fields == null) {
			throw RequestFailure.invalid(message.param("role"),
					"'" + message.param("role") + "' must be system, developer, user, assistant or tool");
		}
		message.refuseOthers(fields);
		message.optionalText("name");
		return switch (role) {
			case "assistant" -> assistant(message);
			case "tool" -> new Message(role, content(message, true), List.of(), toolCallId(message));
			default -> new Message(role, content(message, false), List.of(), null);
		};
	}

	private Message assistant(RequestBody message) {
		List<ToolCall> calls = (message.get("tool_calls") != null) ? toolCalls(message) : List.of();
		String refusal = message.optionalText("refusal");
		String text = (refusal != null) ? refusal : "";
		if (message.get("content") != null || (calls.isEmpty() && refusal == null)) {
			text = content(message, !calls.isEmpty() || refusal != null) + text;
		}
		return new Message("assistant", text, calls, null);
	}

	private List<ToolCall> toolCalls(RequestBody message) {
		List<ToolCall> calls = new ArrayList<>();
		for (RequestBody call : message.objectsOrNone("tool_calls")) {
			call.refuseOthers(CALL_FIELDS);
			Tools.requireFunctionType(call);
			RequestBody function = RequestBody.object(call.require("function"), call.param("function"));
			function.refuseOthers(FUNCTION_FIELDS);
			calls.add(new ToolCall(call.text("id"), function.text("name"), function.string("arguments")));
			this.callIds.add(call.text("id"));
		}
		return calls;
	}

	private String toolCallId(RequestBody message) {
		String id = message.text("tool_call_id");
		if (!this.callIds.contains(id)) {
			throw RequestFailure.invalid(message.param("tool_call_id"),
					"'" + message.param("tool_call_id") + "' is not the id of a tool call before this message");
		}
		return id;
	}

	private static String content(RequestBody message, boolean mayBeBlank) {
		JsonNode content = message.get("content");
		if (content == null || !content.isArray()) {
			return mayBeBlank ? message.string("content") : message.text("content");
		}
		String joined = message.objects("content").stream().map(MessageReader::text).collect(Collectors.joining("\n"));
		if (joined.isBlank() && !mayBeBlank) {
			throw RequestFailure.invalid(message.param("content"),
					"'" + message.param("content") + "' must not be blank");
		}
		return joined;
	}

	private static String text(RequestBody part) {
		String type = part.text("type");
		if (!type.equals("text") && !type.equals("refusal")) {
			throw RequestFailure.unsupported(part.param("type"),
					"the model reads text only, so a part of the type " + type + " is refused");
		}
		part.refuseOthers(PART_FIELDS);
		return part.string(type);
	}

}
