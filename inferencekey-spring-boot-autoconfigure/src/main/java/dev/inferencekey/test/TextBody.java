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

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.inferencekey.text.ToolCall;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A chat completion, whole or streamed as the request asks for it: the wire contract,
 * section "Streaming".
 *
 * @param chunks the texts of the chunks
 * @param reasoning the chunks of what the model thinks before
 * @param calls the tools that the model calls
 */
record TextBody(List<String> chunks, List<String> reasoning, List<ToolCall> calls) implements ScriptedBody {

	private static final int FRAGMENT = 8;

	static TextBody of(List<String> chunks) {
		return new TextBody(chunks, List.of(), List.of());
	}

	TextBody withReasoning(List<String> reasoning) {
		return new TextBody(this.chunks, reasoning, this.calls);
	}

	TextBody withCall(String tool, String arguments) {
		ToolCall call = ToolCall.of("call_scripted_" + this.calls.size(), tool, arguments);
		return new TextBody(this.chunks, this.reasoning, Stream.concat(this.calls.stream(), Stream.of(call)).toList());
	}

	@Override
	public Content write(RecordedRequest request, ScriptedAnswer answer) {
		ScriptedAnswer.Tokens tokens = answer.tokens();
		if (tokens == null) {
			int input = request.messages().stream().mapToInt((message) -> ScriptedBody.words(message.text())).sum();
			tokens = new ScriptedAnswer.Tokens(input, ScriptedBody.words(String.join("", this.chunks)));
		}
		return request.isStreamed() ? events(request, answer.finishReason(), tokens)
				: whole(request, answer.finishReason(), tokens);
	}

	private Content whole(RecordedRequest request, String finishReason, ScriptedAnswer.Tokens tokens) {
		ObjectNode body = body(request, "chat.completion");
		ObjectNode choice = body.putArray("choices").addObject().put("index", 0).put("finish_reason", finishReason);
		ObjectNode message = choice.putObject("message").put("role", "assistant");
		boolean silent = this.chunks.isEmpty() && !this.calls.isEmpty();
		message.put("content", silent ? null : String.join("", this.chunks));
		if (!this.reasoning.isEmpty()) {
			message.put("reasoning_content", String.join("", this.reasoning));
		}
		if (!this.calls.isEmpty()) {
			ArrayNode array = message.putArray("tool_calls");
			this.calls.forEach((call) -> array.addObject()
				.put("id", call.id())
				.put("type", "function")
				.putObject("function")
				.put("name", call.name())
				.put("arguments", call.arguments()));
		}
		ScriptedBody.usage(body, tokens.input(), tokens.output());
		return Content.json(body.toString());
	}

	private Content events(RecordedRequest request, String finishReason, ScriptedAnswer.Tokens tokens) {
		List<String> events = new ArrayList<>();
		this.reasoning
			.forEach((piece) -> events.add(event(request, (delta) -> delta.put("reasoning_content", piece), null)));
		this.chunks.forEach((chunk) -> events.add(event(request, (delta) -> delta.put("content", chunk), null)));
		for (int i = 0; i < this.calls.size(); i++) {
			addFragments(events, request, i, this.calls.get(i));
		}
		int chunks = events.size();
		events.add(event(request, (delta) -> {
		}, finishReason));
		if (request.body().at("/stream_options/include_usage").asBoolean(false)) {
			ObjectNode body = body(request, "chat.completion.chunk");
			body.putArray("choices");
			ScriptedBody.usage(body, tokens.input(), tokens.output());
			events.add(body.toString());
		}
		events.add("[DONE]");
		return Content.events(events, chunks);
	}

	// As vLLM and OpenAI do: the name first, then the arguments in pieces.
	private static void addFragments(List<String> events, RecordedRequest request, int index, ToolCall call) {
		events.add(event(request,
				(delta) -> fragment(delta, index).put("id", call.id())
					.put("type", "function")
					.putObject("function")
					.put("name", call.name())
					.put("arguments", ""),
				null));
		pieces(call.arguments()).forEach((piece) -> events.add(
				event(request, (delta) -> fragment(delta, index).putObject("function").put("arguments", piece), null)));
	}

	// Code points stay whole: half a surrogate pair cannot be written as UTF-8.
	private static List<String> pieces(String arguments) {
		int[] points = arguments.codePoints().toArray();
		return IntStream.iterate(0, (from) -> from < points.length, (from) -> from + FRAGMENT)
			.mapToObj((from) -> new String(points, from, Math.min(FRAGMENT, points.length - from)))
			.toList();
	}

	private static ObjectNode fragment(ObjectNode delta, int index) {
		return delta.putArray("tool_calls").addObject().put("index", index);
	}

	private static String event(RecordedRequest request, Consumer<ObjectNode> delta, @Nullable String finishReason) {
		ObjectNode body = body(request, "chat.completion.chunk");
		ObjectNode choice = body.putArray("choices").addObject().put("index", 0);
		delta.accept(choice.putObject("delta"));
		choice.put("finish_reason", finishReason);
		return body.toString();
	}

	private static ObjectNode body(RecordedRequest request, String object) {
		return MAPPER.createObjectNode()
			.put("id", "chatcmpl-scripted")
			.put("object", object)
			.put("created", 0)
			.put("model", request.body().path("model").asString("scripted"));
	}

}
