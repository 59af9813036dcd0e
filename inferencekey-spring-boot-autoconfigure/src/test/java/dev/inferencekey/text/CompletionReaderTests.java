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
import java.util.List;

import dev.inferencekey.operation.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * What an answer has besides the text of one choice.
 */
class CompletionReaderTests {

	private static TextResult read(boolean thinkTags, String body) {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		return new CompletionReader(new Json(JsonMapper.shared()), new AnswerRules(true, thinkTags)).read(bytes, 0,
				bytes.length);
	}

	private static TextResult message(String fields) {
		return read(false, "{\"id\":\"c-1\",\"choices\":[{\"message\":{" + fields + "},\"finish_reason\":\"stop\"}]}");
	}

	@Test
	void toolCallsWhenUntidyThenReadWithIdsOfOurOwn() {
		TextResult result = message("""
				"content": null, "tool_calls": [{"function": {"name": "time", "arguments": null}},
				{"id": "call_1", "function": {"name": "time", "arguments": {"zone": 1}}},
				{"id": "", "function": {"name": "date"}}]""");
		assertThat(result.toolCalls()).extracting(ToolCall::name, ToolCall::arguments)
			.containsExactly(tuple("time", "{}"), tuple("time", "{\"zone\":1}"), tuple("date", "{}"));
		assertThat(result.toolCalls()).extracting(ToolCall::id)
			.doesNotHaveDuplicates()
			.contains("call_1")
			.allMatch((id) -> id.matches("call_1|[0-9a-z]{9}"));
		assertThat(result.finishReason()).isEqualTo("stop");
		assertThat(result.id()).isEqualTo("c-1");
	}

	@Test
	void functionCallWhenOfTheOlderKindThenAToolCall() {
		TextResult result = message("""
				"content": null, "function_call": {"name": "time", "arguments": "{}"}""");
		assertThat(result.toolCalls()).extracting(ToolCall::name, ToolCall::arguments)
			.containsExactly(tuple("time", "{}"));
	}

	@Test
	void functionCallWhenBesideToolCallsThenTheSame() {
		TextResult result = message("""
				"function_call": {"name": "time", "arguments": "{}"},
				"tool_calls": [{"id": "a", "function": {"name": "time", "arguments": "{}"}}]""");
		assertThat(result.toolCalls()).containsExactly(ToolCall.of("a", "time", "{}"));
	}

	@Test
	void choicesWhenWithoutIndexesThenInTheirOrder() {
		TextResult result = read(false, """
				{"choices": [{"message": {"content": "a"}}, {"message": {"content": "b"}, "index": null}]}""");
		assertThat(result.choices()).extracting(TextChoice::index, TextChoice::text)
			.containsExactly(tuple(0, "a"), tuple(1, "b"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"content\":null,\"refusal\":\"No.\"",
			"\"content\":[{\"type\":\"refusal\",\"refusal\":\"No.\"}]" })
	void refusalWhenAFieldOrAPartThenRead(String fields) {
		TextResult result = message(fields);
		assertThat(result.refusal()).isEqualTo("No.");
		assertThat(result.text()).isEmpty();
	}

	@Test
	void probabilitiesWhenRefusedThenThoseOfTheRefusal() {
		TextResult result = read(false, """
				{"choices": [{"message": {"content": null, "refusal": "No"}, "logprobs": {"content": null,
				"refusal": [{"token": "No", "logprob": -0.5, "top_logprobs": []}]}}]}""");
		assertThat(result.choices().get(0).logprobs()).containsExactly(TokenLogprob.of("No", -0.5));
	}

	@Test
	void probabilitiesWhenNoNumbersThenRead() {
		TextResult result = read(false, """
				{"choices": [{"message": {"content": "a"}, "logprobs": {"content": [
				{"token": "a", "logprob": -Infinity, "top_logprobs": [{"token": "b", "logprob": NaN}]}]}}]}""");
		assertThat(result.choices().get(0).logprobs()).containsExactly(TokenLogprob.of("a", Double.NEGATIVE_INFINITY)
			.withAlternatives(List.of(TokenLogprob.of("b", Double.NaN))));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void thinkTagsWhenToBeSplitThenReasoning(boolean split) {
		TextResult result = read(split, """
				{"choices": [{"message": {"content": "<think>\\nSpain?\\n</think>\\n\\nMadrid."}}]}""");
		assertThat(result.text()).isEqualTo(split ? "Madrid." : "<think>\nSpain?\n</think>\n\nMadrid.");
		assertThat(result.reasoning()).isEqualTo(split ? "Spain?" : "");
	}

}
