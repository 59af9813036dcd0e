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
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A chat completion request.
 *
 * @param messages the conversation
 * @param tools what the model may call
 * @param schema the schema of the answer, or {@code null} for a text
 * @param stream whether the answer is streamed
 * @param includeUsage whether the stream ends with the usage
 * @param maxTokens how long the answer may be
 * @param stop where the answer ends
 */
record ChatRequest(List<Message> messages, Tools tools, @Nullable JsonSchema schema, boolean stream,
		boolean includeUsage, int maxTokens, List<String> stop) {

	private static final int MAX_STOPS = 4;

	static ChatRequest read(RequestBody body) {
		ChatOptions.check(body);
		List<Message> messages = MessageReader.read(body);
		if (messages.stream().noneMatch((message) -> message.isFrom("user"))) {
			throw RequestFailure.invalid("messages", "'messages' must have a message with the role user");
		}
		boolean stream = body.flag("stream");
		return new ChatRequest(messages, Tools.read(body), ResponseFormat.read(body, messages), stream,
				includeUsage(body, stream), maxTokens(body), stop(body));
	}

	/**
	 * Every text that the model reads.
	 */
	List<String> texts() {
		List<String> texts = new ArrayList<>();
		for (Message message : this.messages) {
			texts.add(message.text());
			message.toolCalls().forEach((call) -> texts.add(call.name() + " " + call.arguments()));
		}
		for (Tool tool : this.tools.callable()) {
			texts.add(tool.name() + " " + tool.description() + " " + tool.arguments().root());
		}
		if (this.schema != null) {
			texts.add(this.schema.root().toString());
		}
		return texts;
	}

	/**
	 * The passages that the system message brings, each below a {@code ##} heading.
	 */
	List<Passage> passages() {
		return this.messages.stream()
			.filter((message) -> message.isFrom("system") || message.isFrom("developer"))
			.flatMap((message) -> Passage.parse(message.text()).stream())
			.toList();
	}

	/**
	 * The last turn of the user, which is what the model answers.
	 */
	String question() {
		return this.messages.stream()
			.filter((message) -> message.isFrom("user"))
			.reduce((earlier, later) -> later)
			.map(Message::text)
			.orElseThrow();
	}

	/**
	 * The results of tools that the conversation ends with, none when it ends with
	 * something else.
	 */
	List<String> toolResults() {
		List<String> results = new ArrayList<>();
		for (int i = this.messages.size() - 1; i >= 0 && this.messages.get(i).isFrom("tool"); i--) {
			results.add(0, this.messages.get(i).text());
		}
		return results;
	}

	private static boolean includeUsage(RequestBody body, boolean stream) {
		RequestBody options = body.object("stream_options");
		if (options == null) {
			return false;
		}
		if (!stream) {
			throw RequestFailure.invalid("stream_options", "'stream_options' is allowed only when 'stream' is true");
		}
		options.refuseOthers(ChatOptions.STREAM_FIELDS);
		return options.flag("include_usage");
	}

	private static int maxTokens(RequestBody body) {
		Integer maxTokens = body.integer("max_tokens", 1, Integer.MAX_VALUE);
		Integer maxCompletionTokens = body.integer("max_completion_tokens", 1, Integer.MAX_VALUE);
		return firstOf(maxCompletionTokens, maxTokens);
	}

	private static int firstOf(@Nullable Integer preferred, @Nullable Integer other) {
		if (preferred != null) {
			return preferred;
		}
		return (other != null) ? other : Integer.MAX_VALUE;
	}

	private static List<String> stop(RequestBody body) {
		JsonNode stop = body.get("stop");
		if (stop == null || (stop.isArray() && stop.isEmpty())) {
			return List.of();
		}
		// A line break is a common stop sequence, so blank is fine here, empty is not.
		List<String> sequences = new ArrayList<>();
		for (JsonNode sequence : stop.isArray() ? stop.values() : List.of(stop)) {
			if (!sequence.isString() || sequence.stringValue().isEmpty()) {
				throw RequestFailure.invalid("stop", "'stop' must be a string or an array of strings, none empty");
			}
			sequences.add(sequence.stringValue());
		}
		if (sequences.size() > MAX_STOPS) {
			throw RequestFailure.invalid("stop", "'stop' may have " + MAX_STOPS + " elements");
		}
		return sequences;
	}

}
