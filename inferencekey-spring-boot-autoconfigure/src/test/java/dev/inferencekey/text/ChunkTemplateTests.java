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

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import dev.inferencekey.operation.Json;
import dev.inferencekey.operation.Usage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class ChunkTemplateTests {

	private static final Json JSON = new Json(JsonMapper.shared());

	private static String frame(String content) {
		return """
				{"id":"c-1","created":1790000000,"model":"m","choices":[{"index":0,"delta":{"content":"%s"},\
				"finish_reason":null}]}""".formatted(content);
	}

	private static String reasoning(String reasoning) {
		return """
				{"choices":[{"index":0,"delta":{"content":null,"reasoning_content":"%s"}}]}""".formatted(reasoning);
	}

	private static String arguments(String arguments) {
		return """
				{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"%s"}}]}}]}"""
			.formatted(arguments);
	}

	private static String counted(int output) {
		return """
				{"choices":[{"index":0,"delta":{"content":"a"}}],"usage":{"prompt_tokens":7,"completion_tokens":%d,\
				"total_tokens":%d,"prompt_tokens_details":{"cached_tokens":3,"audio_tokens":%d}},"obfuscation":"%s"}"""
			.formatted(output, output + 7, output, "x".repeat(output % 11));
	}

	private static @Nullable ChunkTemplate template(String frame) {
		byte[] bytes = bytes(frame);
		CompletionFields fields = new CompletionFields(JSON);
		JSON.readObject(bytes, 0, bytes.length, fields::field);
		return ChunkTemplate.of(JSON, bytes, fields);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static int end(ChunkTemplate template, byte[] frame) {
		return template.end(frame, 0, frame.length);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " mundo", "\\n\\t\\\"\\\\\\/\\b\\f\\r", "caf\u00e9", "\\u00e9\\u00E9", "\u4f60\u597d",
			"\ud83d\ude00", "\\ud83d\\ude00", "a\u4f60\\n\ud83d\ude00z" })
	void endWhenOnlyTheTextDiffersThenRecognised(String text) {
		ChunkTemplate template = template(frame("Hola"));
		byte[] next = bytes(frame(text));
		assertThat(end(template, next)).isEqualTo(next.length);
		assertThat(template.text(next)).isEqualTo(JsonMapper.shared().readValue('"' + text + '"', String.class));
		for (int limit = 0; limit < next.length; limit++) {
			assertThat(template.end(next, 0, limit)).as("not all there").isEqualTo(-1);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "\u0001", "\\x", "\\u12", "\\u12G4", "\\ud83d", "\\ude00", "\\ud83d\\u0041", "\\ud83dx" })
	void endWhenTheTextIsNotCertainToBeRightThenLeftToTheParser(String text) {
		assertThat(end(template(frame("Hola")), bytes(frame(text)))).isEqualTo(-1);
	}

	@Test
	void endWhenUtf8IsMalformedThenLeftToTheParser() {
		ChunkTemplate template = template(frame("Hola"));
		for (String malformed : List.of("\u00c0\u0080", "\u00e0\u0080\u0080", "\u00ed\u00a0\u0080",
				"\u00f4\u0090\u0080\u0080", "\u0080", "\u00e4\u00bd", "\u00ff", "\u00f0\u0080\u0080\u0080")) {
			assertThat(end(template, frame(malformed).getBytes(StandardCharsets.ISO_8859_1))).isEqualTo(-1);
		}
	}

	@Test
	void endWhenAnotherValueDiffersThenNotRecognised() {
		ChunkTemplate template = template(frame("Hola"));
		assertThat(end(template, bytes(frame("a").replace("c-1", "c-2")))).isEqualTo(-1);
		assertThat(end(template, bytes(frame("a").replace("null", "\"stop\"")))).isEqualTo(-1);
		assertThat(end(template, bytes(frame("a").replace("1790000000", "01")))).isEqualTo(-1);
		assertThat(end(template, bytes(frame("a").replace("1790000000", "")))).isEqualTo(-1);
	}

	@Test
	void frameWhenAnotherValueMovesNowAndThenThenItIsThatOfTheFrame() {
		ChunkTemplate template = template(frame("Hola"));
		List<Integer> created = new ArrayList<>();
		for (int time : List.of(0, 0, 1, 1, 10, 9, 9, 9, 10)) {
			byte[] next = bytes("xyz" + frame("t" + time).replace("1790000000", String.valueOf(time)));
			assertThat(template.end(next, 3, next.length)).isEqualTo(next.length);
			assertThat(template.text(next)).isEqualTo("t" + time);
			created.add(template.frame(next, 3, next.length).raw("").path("created").asInt());
		}
		assertThat(created).containsExactly(0, 0, 1, 1, 10, 9, 9, 9, 10);
	}

	@Test
	void frameWhenOnlyTheTextDiffersThenShared() {
		ChunkTemplate template = template(frame("Hola"));
		ChunkFrame first = template.sampleFrame();
		byte[] next = bytes(frame("a"));
		end(template, next);
		assertThat(template.frame(next, 0, next.length)).isSameAs(first);
		byte[] later = bytes(frame("b").replace("1790000000", "1790000001"));
		end(template, later);
		ChunkFrame moved = template.frame(later, 0, later.length);
		assertThat(moved.raw("b").path("created").asInt()).isEqualTo(1_790_000_001);
		assertThat(first.raw("a").path("created").asInt()).isEqualTo(1_790_000_000);
		end(template, later);
		assertThat(template.frame(later, 0, later.length)).as("until the time moves again").isSameAs(moved);
	}

	@Test
	void usageWhenCountedInEveryFrameThenThatOfTheFrame() {
		ChunkTemplate template = template(counted(1));
		for (int output : new int[] { 2, 9, 10, 100, 123456789 - 7 }) {
			byte[] next = bytes(counted(output));
			assertThat(end(template, next)).isEqualTo(next.length);
			assertThat(template.usage()).isEqualTo(Usage.of(7, output).withCachedInputTokens(3));
		}
		assertThat(end(template, bytes(counted(1_000_000_000)))).as("too long to be certain").isEqualTo(-1);
	}

	@Test
	void valuesWhenReasoningOrArgumentsThenThoseOfTheFrame() {
		ChunkTemplate reasoning = template(reasoning("Let"));
		byte[] next = bytes(reasoning(" me\\n"));
		assertThat(end(reasoning, next)).isEqualTo(next.length);
		assertThat(reasoning.reasoning(next)).isEqualTo(" me\n");
		ChunkTemplate arguments = template(arguments(""));
		next = bytes(arguments("{\\\"city\\\":"));
		assertThat(end(arguments, next)).isEqualTo(next.length);
		assertThat(arguments.toolCall(next)).isEqualTo(new ToolCallFragment(0, null, null, "{\"city\":"));
		assertThat(reasoning.toolCall(next)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { """
			{"choices":[{"delta":{"content":"a","content":"a"}}]}""", """
			{"choices":[{"delta":{"content":"a"},"message":{"content":"b"}}]}""", """
			{"choices":[{"text":"a"}]}""", """
			{"choices":[{"delta":{"content":[{"type":"text","text":"a"}]}}],"created":1}""", """
			{"choices":[{"delta":{"content":"a","refusal":"no"}}]}""", """
			{"choices":[{"index":1,"delta":{"content":"a"}}]}""", """
			{"choices":[{"delta":{"content":"a"},"finish_reason":"stop"}]}""", """
			{"choices":[{"delta":{"content":"a"}},{"delta":{"content":"b"}}]}""", """
			{"choices":[{"delta":{"content":"a"}}],"usage":{"prompt_tokens":1,"input_tokens":2}}""", """
			{"choices":[{"delta":{"content":"a"}}],"usage":{"prompt_tokens":1.5}}""", """
			{"choices":[{"delta":{"tool_calls":[{"function":{"arguments":"a"}},{"function":{"arguments":"b"}}]}}]}""",
			"""
					{"choices":[{"delta":{"function_call":{"arguments":"a"},"content":"a"}}]}""", """
					{"choices":[{"delta":{"content":"a"}}],
					"created":1}""" })
	void ofWhenTheFrameSaysMoreThanSlotsHoldThenNone(String frame) {
		assertThat(template(frame)).isNull();
	}

}
