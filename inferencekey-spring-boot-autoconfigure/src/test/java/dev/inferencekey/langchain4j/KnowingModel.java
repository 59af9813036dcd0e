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

package dev.inferencekey.langchain4j;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.inferencekey.wire.WireServer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A model that knows the answers to the questions of LangChain4j's own tests.
 */
final class KnowingModel implements WireServer.Script {

	private static final Map<String, String> ANSWERS = Map.of("capital of Germany",
			"The capital of Germany is Berlin, and 2 + 2 is 4.", "I love you", "Ich liebe dich.", "favorite color",
			"It is green.", "What do you see?", "I see a cat.", "both images", "I see a cat and dice.");

	private static final Map<String, Call> CALLS = Map.of("getWeather",
			new Call("Munich", "{\\\"city\\\":\\\"Munich\\\"}"), "getTime",
			new Call("France", "{\\\"country\\\":\\\"France\\\"}"), "get_current_time", new Call("time now", "{}"));

	private record Call(String wanted, String arguments) {
	}

	private record Answer(List<String> words, String toolCalls, String finishReason) {
	}

	@Override
	public void run(WireServer.Exchange exchange) throws IOException {
		JsonNode request = JsonMapper.shared().readTree(exchange.request().body());
		Answer answer = answer(request);
		String usage = "\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":" + answer.words().size() + "}";
		if (request.path("stream").asBoolean(false)) {
			String events = answer.words()
				.stream()
				.map((word) -> choice("\"delta\":{\"content\":\"" + word + "\"}", "null", ""))
				.collect(Collectors.joining())
					+ choice("\"delta\":{" + answer.toolCalls() + "}", "\"" + answer.finishReason() + "\"",
							"," + usage);
			exchange.respond(200, "text/event-stream", events + "data: [DONE]\n\n");
		}
		else {
			String content = answer.words().isEmpty() ? "null" : "\"" + String.join("", answer.words()) + "\"";
			String tools = answer.toolCalls().isEmpty() ? "" : "," + answer.toolCalls();
			exchange.respond(200, "application/json", choice("\"message\":{\"content\":" + content + tools + "}",
					"\"" + answer.finishReason() + "\"", "," + usage)
				.substring("data: ".length()));
		}
	}

	private static String choice(String message, String finishReason, String more) {
		return "data: {\"id\":\"r1\",\"model\":\"m\",\"choices\":[{\"index\":0," + message + ",\"finish_reason\":"
				+ finishReason + "}]" + more + "}\n\n";
	}

	private static Answer answer(JsonNode request) {
		JsonNode last = request.get("messages").get(request.get("messages").size() - 1);
		boolean json = request.has("response_format");
		if (last.get("role").asString().equals("tool")) {
			return json ? words("{\\\"weather\\\": \\\"sunny\\\"}", request)
					: words("It is " + results(request), request);
		}
		String question = last.get("content").toString();
		String calls = calls(request, question);
		if (!calls.isEmpty()) {
			return new Answer(List.of(), "\"tool_calls\":[" + calls + "]", "tool_calls");
		}
		if (json) {
			return words("{\\\"city\\\": \\\"Berlin\\\"}", request);
		}
		return words(ANSWERS.keySet()
			.stream()
			.filter(question::contains)
			.findFirst()
			.map(ANSWERS::get)
			.orElse(request.has("stop") ? "Hello " : "Hello World"), request);
	}

	private static String results(JsonNode request) {
		return request.get("messages")
			.valueStream()
			.filter((message) -> message.get("role").asString().equals("tool"))
			.map((message) -> message.get("content").asString())
			.collect(Collectors.joining(" and "));
	}

	private static String calls(JsonNode request, String question) {
		List<String> calls = new ArrayList<>();
		request.path("tools").forEach((tool) -> {
			String name = tool.at("/function/name").asString();
			Call call = CALLS.get(name);
			if (call != null && question.contains(call.wanted())) {
				calls.add("{\"index\":" + calls.size() + ",\"id\":\"c" + calls.size()
						+ "\",\"type\":\"function\",\"function\":{\"name\":\"" + name + "\",\"arguments\":\""
						+ call.arguments() + "\"}}");
			}
		});
		return String.join(",", calls);
	}

	private static Answer words(String text, JsonNode request) {
		List<String> words = Arrays.asList(text.split("(?<= )"));
		int most = request.path("max_tokens").asInt(Integer.MAX_VALUE);
		return (words.size() <= most) ? new Answer(words, "", "stop")
				: new Answer(words.subList(0, most), "", "length");
	}

}
