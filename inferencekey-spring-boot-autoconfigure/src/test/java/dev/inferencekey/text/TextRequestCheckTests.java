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
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for {@link TextRequestCheck}.
 */
class TextRequestCheckTests {

	private static final String HALF = "a\ud83d";

	private static final Tool WEATHER = Tool.declare("weather", "Tells the weather.", "{}");

	private static final ContentPart IMAGE = ContentPart.image(MimeTypeUtils.IMAGE_PNG, new byte[] { 1 });

	private static Arguments request(String problem, Consumer<TextRequest.Builder> request) {
		return arguments(problem, request);
	}

	private static Arguments message(String problem, ChatMessage message) {
		return request(problem, (builder) -> builder.system("Be brief.").message(message));
	}

	private static ChatMessage calling(String text, ToolCall... calls) {
		return ChatMessage.assistant(TextResult.builder().text(text).toolCalls(List.of(calls)).build());
	}

	static Stream<Arguments> refused() {
		return Stream.of(request("neither a prompt nor messages", (request) -> {
		}), request("both a prompt and messages", (request) -> request.prompt("a").user("b")),
				request("the prompt is blank", (request) -> request.prompt(" ")),
				request("the prompt has half a surrogate pair", (request) -> request.prompt(HALF)),
				request("the field \"stream\" cannot be set as an extra field",
						(request) -> request.prompt("a").extra("stream", true)),
				message("the role of messages[1] is blank", ChatMessage.of(" ", "a")),
				message("the name of messages[1] (user) is blank", ChatMessage.user("a").withName("")),
				message("the name of messages[1] (user) has half a surrogate", ChatMessage.user("a").withName(HALF)),
				message("the content of messages[1] (user) is blank", ChatMessage.user("\n")),
				message("the content of messages[1] (user) has half a surrogate", ChatMessage.user(HALF)),
				message("messages[1] (user) has no content", ChatMessage.user()),
				message("messages[1] (assistant) has no content", calling("")),
				message("parts[1] of messages[1] (user) is blank", ChatMessage.user(IMAGE, ContentPart.text(""))),
				message("parts[0] of messages[1] (user) has half a surrogate",
						ChatMessage.user(ContentPart.text(HALF), IMAGE)),
				message("not an http, https or data URI",
						ChatMessage.user(ContentPart.image(URI.create("file:///etc/passwd")))),
				message("not an http, https or data URI", ChatMessage.user(ContentPart.image(URI.create("a.png")))),
				message("the content of messages[1] (user) has no bytes",
						ChatMessage.user(ContentPart.image(MimeTypeUtils.IMAGE_PNG, new byte[0]))),
				message("is text/plain; use that of an image",
						ChatMessage.user(ContentPart.image(MimeTypeUtils.TEXT_PLAIN, new byte[1]))),
				message("is image/*; use that of an image",
						ChatMessage.user(ContentPart.image(MimeType.valueOf("image/*"), new byte[1]))),
				message("the format of the content of messages[1] (user) is blank",
						ChatMessage.user(ContentPart.audio("", new byte[1]))),
				message("the filename of the content of messages[1] (user) is blank",
						ChatMessage.user(ContentPart.file(" ", MimeTypeUtils.TEXT_PLAIN, new byte[1]))),
				message("messages[1] (tool) does not say which tool call", ChatMessage.of("tool", "a")),
				message("the tool call id of messages[1] (tool) is blank",
						ChatMessage.toolResult(ToolCall.of("", "weather", "{}"), "a")),
				message("the content of messages[1] (tool) has half a surrogate",
						ChatMessage.toolResult(ToolCall.of("1", "weather", "{}"), HALF)),
				message("the id of a tool call of messages[1] (assistant) is blank",
						calling("", ToolCall.of("", "weather", "{}"))),
				message("the name of a tool call of messages[1] (assistant) is blank",
						calling("", ToolCall.of("1", "", "{}"))),
				message("the arguments of the call of \"weather\" of messages[1] (assistant) has half a surrogate",
						calling("", ToolCall.of("1", "weather", HALF))),
				request("the name \"the weather\" of tools[0] is not valid",
						(request) -> request.prompt("a").tools(Tool.declare("the weather", "", "{}"))),
				request("two tools named \"weather\"", (request) -> request.prompt("a").tools(WEATHER, WEATHER)),
				request("toolChoice names the tool \"time\" but the tools of the request are weather",
						(request) -> request.prompt("a").tools(WEATHER).toolChoice(ToolChoice.function("time"))),
				request("the request has no tools",
						(request) -> request.prompt("a").toolChoice(ToolChoice.function("time"))),
				request("the request has no tools",
						(request) -> request.prompt("a").tools(List.of()).toolChoice(ToolChoice.REQUIRED)),
				request("n is 0", (request) -> request.prompt("a").n(0)),
				request("logprobs is 21", (request) -> request.prompt("a").logprobs(21)),
				request("logprobs is -1", (request) -> request.prompt("a").logprobs(-1)),
				request("the name \"my schema\" of the schema of responseFormat is not valid",
						(request) -> request.prompt("a").responseFormat(ResponseFormat.jsonSchema("my schema", "{}"))));
	}

	@ParameterizedTest
	@MethodSource("refused")
	void requestWhenItCannotBeRightThenTheProblemNamesWhatToChange(String problem,
			Consumer<TextRequest.Builder> request) {
		assertThat(TextRequestCheck.problem(TextRequest.of(request))).contains(problem).doesNotEndWith(".");
	}

	static Stream<Consumer<TextRequest.Builder>> accepted() {
		return Stream.of((request) -> request.prompt("a"),
				(request) -> request
					.messages(List.of(ChatMessage.user("a"), calling("\n", ToolCall.of("1", "weather", "{")),
							ChatMessage.toolResult(ToolCall.of("1", "weather", "{"), "clear"))),
				(request) -> request.message(ChatMessage.user(IMAGE)),
				(request) -> request.message(ChatMessage.user(ContentPart.image(URI.create("HTTPS://example.com/a")))),
				(request) -> request.message(ChatMessage.user(ContentPart.image(URI.create("data:image/png,a")))),
				(request) -> request.prompt("a").toolChoice(ToolChoice.NONE),
				(request) -> request.prompt("a").tools(WEATHER).toolChoice(ToolChoice.REQUIRED),
				(request) -> request.prompt("a").tools(WEATHER).toolChoice(ToolChoice.function("weather")),
				(request) -> request.prompt("a")
					.extra("tools", List.of(Map.of("type", "function")))
					.toolChoice(ToolChoice.function("weather")),
				(request) -> request.prompt("a").n(1).logprobs(20).responseFormat(ResponseFormat.JSON_OBJECT));
	}

	@ParameterizedTest
	@MethodSource("accepted")
	void requestWhenItMayBeRightThenNoProblem(Consumer<TextRequest.Builder> request) {
		assertThat(TextRequestCheck.problem(TextRequest.of(request))).isNull();
	}

}
