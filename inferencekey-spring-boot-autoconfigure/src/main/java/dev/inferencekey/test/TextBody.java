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

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A chat completion, whole or streamed as the request asks for it: the wire contract,
 * section "Streaming".
 *
 * @param chunks the texts of the chunks
 */
record TextBody(List<String> chunks) implements ScriptedBody {

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
		choice.putObject("message").put("role", "assistant").put("content", String.join("", this.chunks));
		ScriptedBody.usage(body, tokens.input(), tokens.output());
		return Content.json(body.toString());
	}

	private Content events(RecordedRequest request, String finishReason, ScriptedAnswer.Tokens tokens) {
		List<String> events = new ArrayList<>();
		for (String chunk : this.chunks) {
			events.add(event(request, chunk, null));
		}
		events.add(event(request, null, finishReason));
		if (request.body().at("/stream_options/include_usage").asBoolean(false)) {
			ObjectNode body = body(request, "chat.completion.chunk");
			body.putArray("choices");
			ScriptedBody.usage(body, tokens.input(), tokens.output());
			events.add(body.toString());
		}
		events.add("[DONE]");
		return Content.events(events, this.chunks.size());
	}

	private static String event(RecordedRequest request, @Nullable String text, @Nullable String finishReason) {
		ObjectNode body = body(request, "chat.completion.chunk");
		ObjectNode choice = body.putArray("choices").addObject().put("index", 0);
		ObjectNode delta = choice.putObject("delta");
		if (text != null) {
			delta.put("content", text);
		}
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
