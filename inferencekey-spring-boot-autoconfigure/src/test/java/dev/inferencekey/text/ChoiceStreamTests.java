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
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * What a stream has besides the text of one choice, and when it is handed on.
 */
class ChoiceStreamTests {

	private static final String STOP = frame(0, "{}", "stop");

	private final TextAccumulator accumulator = new TextAccumulator();

	private ChunkReader reader = reader(false);

	private ChunkReader reader(boolean thinkTags) {
		return new ChunkReader(new Json(JsonMapper.shared()), this.accumulator, new AnswerRules(true, thinkTags));
	}

	private static String frame(int choice, String delta, @Nullable String reason) {
		return "{\"choices\":[" + choice(choice, delta, reason) + "]}";
	}

	private static String choice(int index, String delta, @Nullable String reason) {
		return "{\"index\":" + index + ",\"delta\":" + delta + ",\"finish_reason\":"
				+ ((reason != null) ? '"' + reason + '"' : null) + "}";
	}

	private static String calls(String... calls) {
		return frame(0, "{\"tool_calls\":[" + String.join(",", calls) + "]}", null);
	}

	private static String call(@Nullable Integer index, @Nullable String id, @Nullable String name,
			@Nullable String arguments) {
		String function = ((name != null) ? "\"name\":\"" + name + "\"" : "\"name\":null")
				+ ((arguments != null) ? ",\"arguments\":\"" + arguments.replace("\"", "\\\"") + "\"" : "");
		return "{" + ((index != null) ? "\"index\":" + index + "," : "")
				+ ((id != null) ? "\"id\":\"" + id + "\"," : "") + "\"function\":{" + function + "}}";
	}

	private static String text(String text) {
		return frame(0, "{\"content\":\"" + text + "\"}", null);
	}

	private List<TextChunk> read(String... frames) {
		List<TextChunk> chunks = new ArrayList<>();
		for (String frame : frames) {
			byte[] bytes = frame.getBytes(StandardCharsets.UTF_8);
			for (TextChunk chunk = this.reader.read(bytes, 0, bytes.length); chunk != null; chunk = this.reader
				.further()) {
				chunks.add(chunk);
			}
		}
		return chunks;
	}

	private List<TextChunk> readAll(String... frames) {
		List<TextChunk> chunks = read(frames);
		assertThat(this.reader.isComplete(true)).isTrue();
		for (TextChunk chunk = this.reader.rest(); chunk != null; chunk = this.reader.rest()) {
			chunks.add(chunk);
		}
		TextAccumulator again = new TextAccumulator();
		chunks.forEach(again::add);
		assertThat(again.result().raw()).as("the chunks put together").isEqualTo(this.accumulator.result().raw());
		return chunks;
	}

	private List<ToolCall> toolCalls(String... frames) {
		return readAll(frames).stream().flatMap((chunk) -> chunk.toolCalls().stream()).toList();
	}

	@Nested
	class ToolCalls {

		@Test
		void callWhenTheNextBeginsThenHandedOnWithItsChunk() {
			List<TextChunk> chunks = readAll(calls(call(0, "a", "weather", "{\"city\":")), text("One moment."),
					calls(call(0, null, null, "\"Roma\"}")), calls(call(1, "b", "time", "")), STOP);
			assertThat(chunks).extracting(TextChunk::text).containsExactly("", "One moment.", "", "", "");
			assertThat(chunks).extracting(TextChunk::toolCalls)
				.containsExactly(List.of(), List.of(), List.of(),
						List.of(ToolCall.of("a", "weather", "{\"city\":\"Roma\"}")),
						List.of(ToolCall.of("b", "time", "{}")));
			assertThat(ChoiceStreamTests.this.accumulator.result().toolCalls()).hasSize(2);
		}

		@Test
		void callWhenTheStreamEndsWithoutAReasonThenHandedOnAtTheEnd() {
			String frame = "{\"choices\":[{\"delta\":{\"tool_calls\":[" + call(0, "a", "time", "{}") + "]}}]}";
			List<TextChunk> chunks = readAll(frame);
			assertThat(chunks).extracting((chunk) -> chunk.toolCalls().size()).containsExactly(0, 1);
		}

		@Test
		void callWhenTheStreamIsCutThenNotHandedOn() {
			List<TextChunk> chunks = read(calls(call(0, "a", "time", "{\"zone\"")));
			assertThat(chunks).extracting(TextChunk::toolCalls).containsOnly(List.of());
			assertThat(ChoiceStreamTests.this.reader.isComplete(false)).isFalse();
			assertThat(ChoiceStreamTests.this.reader.isComplete(true)).isFalse();
		}

		@Test
		void callWhenCutForItsLengthThenHandedOnAsItIs() {
			assertThat(toolCalls(calls(call(0, "a", "time", "{")), frame(0, "{}", "length")))
				.containsExactly(ToolCall.of("a", "time", "{"));
			assertThat(ChoiceStreamTests.this.accumulator.result().finishReason()).isEqualTo("length");
		}

		@Test
		void callsWhenWithoutIdsAndIndexesThenTheNextNameBeginsOne() {
			assertThat(toolCalls(calls(call(null, null, "weather", "{\"city\":\"Roma\"}")),
					calls(call(null, null, "weather", "{\"city\":")), calls(call(null, null, "weather", "\"Bari\"}")),
					calls(call(null, null, "time", null)), calls(call(null, null, "date", null)), STOP))
				.extracting(ToolCall::id, ToolCall::name, ToolCall::arguments)
				.containsExactly(tuple("call_0", "weather", "{\"city\":\"Roma\"}"),
						tuple("call_1", "weather", "{\"city\":\"Bari\"}"), tuple("call_2", "time", "{}"),
						tuple("call_3", "date", "{}"));
		}

		@Test
		void callsWhenAllHaveTheSameIndexThenTheNextIdBeginsOne() {
			assertThat(toolCalls(calls(call(0, "a", "time", "")), calls(call(0, "a", null, "{}")),
					calls(call(0, "b", "time", "")), calls(call(0, "b", null, "{")), calls(call(0, "b", null, "}")),
					STOP))
				.containsExactly(ToolCall.of("a", "time", "{}"), ToolCall.of("b", "time", "{}"));
		}

		@Test
		void callsWhenTheirFragmentsAreMixedThenToldApartByIndex() {
			assertThat(toolCalls(calls(call(0, "a", "time", ""), call(1, "b", "date", "")),
					calls(call(1, null, null, "{\"y\":")), calls(call(0, null, null, "{\"x\":")),
					calls(call(1, null, null, "2}"), call(0, null, null, "1}")), STOP))
				.containsExactly(ToolCall.of("a", "time", "{\"x\":1}"), ToolCall.of("b", "date", "{\"y\":2}"));
		}

		@Test
		void callsWhenTheNameIsRepeatedThenOne() {
			assertThat(toolCalls(calls(call(0, "a", "time", "{\"z\":")), calls(call(0, "a", "time", "\"}\"}")),
					calls(call(0, "a", "time", "")), STOP))
				.containsExactly(ToolCall.of("a", "time", "{\"z\":\"}\"}"));
		}

		@Test
		void argumentsWhenAnObjectThenItsText() {
			assertThat(toolCalls(frame(0,
					"{\"tool_calls\":[{\"function\":{\"name\":\"time\",\"arguments\":{\"x\":0.1234567890123456789}}}]}",
					"stop")))
				.containsExactly(ToolCall.of("call_0", "time", "{\"x\":0.1234567890123456789}"));
		}

		@Test
		void callWhenOfTheOlderKindThenRead() {
			assertThat(toolCalls(frame(0, "{\"function_call\":{\"name\":\"time\",\"arguments\":\"\"}}", null),
					frame(0, "{\"function_call\":{\"arguments\":\"{}\"}}", null), frame(0, "{}", "function_call")))
				.containsExactly(ToolCall.of("call_0", "time", "{}"));
		}

		@Test
		void callWhenEveryFrameHasAReasonThenNotHandedOnInHalves() {
			List<TextChunk> chunks = readAll(
					frame(0, "{\"tool_calls\":[" + call(0, "a", "time", "{\"z\"") + "]}", "stop"),
					frame(0, "{\"tool_calls\":[" + call(0, null, null, ":1}") + "]}", "stop"));
			assertThat(chunks).extracting((chunk) -> chunk.toolCalls().size(), TextChunk::finishReason)
				.containsExactly(tuple(0, null), tuple(1, "stop"));
		}

		@ParameterizedTest
		@ValueSource(strings = { "[]", "null" })
		void callsWhenNoneOnEveryFrameThenNone(String none) {
			String first = frame(0, "{\"content\":\"a\",\"tool_calls\":" + none + "}", null);
			assertThat(toolCalls(first, first.replace("\"a\"", "\"b\""), STOP)).isEmpty();
			assertThat(ChoiceStreamTests.this.reader.partialText()).isEqualTo("ab");
		}

		@Test
		void frameWhenRepeatedThenItsFragmentCountsTwice() {
			String fragment = frame(0, "{\"content\":\"\",\"tool_calls\":[" + call(0, null, null, " ") + "]}", null);
			assertThat(toolCalls(calls(call(0, "a", "time", "{")), fragment, fragment, calls(call(0, null, null, "}")),
					STOP))
				.containsExactly(ToolCall.of("a", "time", "{  }"));
		}

	}

	@Nested
	class Choices {

		@Test
		void frameWhenOfSeveralChoicesThenAChunkForEach() {
			List<TextChunk> chunks = readAll(
					"{\"choices\":[" + choice(0, "{\"content\":\"a\"}", null) + ","
							+ choice(1, "{\"content\":\"b\"}", null) + "]}",
					text("c"), frame(1, "{\"content\":\"d\"}", "length"), frame(0, "{}", "stop"),
					"{\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4}}");
			assertThat(chunks).extracting(TextChunk::choice, TextChunk::text, TextChunk::finishReason, TextChunk::usage)
				.containsExactly(tuple(0, "a", null, null), tuple(1, "b", null, null), tuple(0, "c", null, null),
						tuple(0, "", "stop", null), tuple(1, "d", "length", Usage.of(3, 4)));
			assertThat(ChoiceStreamTests.this.accumulator.result().choices())
				.extracting(TextChoice::text, TextChoice::finishReason)
				.containsExactly(tuple("ac", "stop"), tuple("bd", "length"));
			assertThat(ChoiceStreamTests.this.reader.partialText()).isEqualTo("ac");
		}

		@Test
		void streamWhenOneChoiceHasNoReasonThenNotComplete() {
			read(frame(0, "{\"content\":\"a\"}", "stop"),
					"{\"choices\":[{\"index\":1,\"delta\":{\"content\":\"b\"}}]}");
			assertThat(ChoiceStreamTests.this.reader.isComplete(false)).isFalse();
			assertThat(ChoiceStreamTests.this.reader.isComplete(true)).isFalse();
		}

		@Test
		void callsWhenOfSeveralChoicesThenKeptApart() {
			String one = frame(1, "{\"tool_calls\":[" + call(0, null, "date", "{}") + "]}", null);
			List<TextChunk> chunks = readAll(calls(call(0, null, "time", "{")), one, calls(call(0, null, null, "}")),
					STOP, frame(1, "{}", "stop"));
			assertThat(chunks.stream().filter((chunk) -> !chunk.toolCalls().isEmpty()))
				.extracting(TextChunk::choice, TextChunk::toolCalls)
				.containsExactly(tuple(0, List.of(ToolCall.of("call_0", "time", "{}"))),
						tuple(1, List.of(ToolCall.of("call_1", "date", "{}"))));
		}

		@Test
		void surrogatesWhenOfSeveralChoicesThenJoinedInEach() {
			readAll(text("\\ud83d"), frame(1, "{\"content\":\"\\ud83d\"}", null), text("\\ude00"),
					frame(1, "{\"content\":\"\\ude01\"}", "stop"), STOP);
			assertThat(ChoiceStreamTests.this.accumulator.result().choices()).extracting(TextChoice::text)
				.containsExactly("😀", "😁");
		}

	}

	@Test
	void surrogateWhenNeverJoinedThenHandedOnAtTheEnd() {
		List<TextChunk> chunks = readAll(text("a"), text("b\\ud83d"), STOP);
		assertThat(chunks).extracting(TextChunk::text).containsExactly("a", "b", "\ud83d");
		assertThat(this.accumulator.result().text()).isEqualTo("ab\ud83d");
	}

	@Test
	void refusalWhenStreamedThenPutTogether() {
		readAll(frame(0, "{\"refusal\":\"I can\"}", null), frame(0, "{\"refusal\":\"not.\"}", null), STOP);
		assertThat(this.accumulator.result().refusal()).isEqualTo("I cannot.");
		assertThat(this.accumulator.result().text()).isEmpty();
	}

	@Test
	void probabilitiesWhenFramesAreTheSameThenNoneIsLost() {
		String frame = "{\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},"
				+ "\"logprobs\":{\"content\":[{\"token\":\"a\",\"logprob\":-Infinity,\"top_logprobs\":[]}]},\"finish_reason\":null}]}";
		readAll(frame, frame, STOP);
		TextResult result = this.accumulator.result();
		assertThat(result.choices().get(0).logprobs()).extracting(TokenLogprob::logprob)
			.containsExactly(Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY);
		assertThat(result.id()).isEqualTo("c");
	}

	@Test
	void thinkTagsWhenTextFollowsThenTheFramesAreRecognisedAgain() {
		this.reader = reader(true);
		List<TextChunk> chunks = readAll(text("<thi"), text("nk>a"), text("b</think>"), text("\\n"), text("c"),
				text("d"), STOP);
		assertThat(chunks).extracting(TextChunk::reasoning).containsExactly("", "a", "b", "", "", "", "");
		assertThat(chunks).extracting(TextChunk::text).containsExactly("", "", "", "", "c", "d", "");
		assertThat(chunks.get(1).raw().at("/choices/0/delta/content").asString()).isEqualTo("nk>a");
		assertThat(this.reader.recogniser()).isNotNull();
	}

	@Test
	void thinkTagsWhenNeverClosedThenAllIsReasoning() {
		this.reader = reader(true);
		readAll(text("<think>a "), text("b </thi"), frame(0, "{}", "length"));
		assertThat(this.accumulator.result().reasoning()).isEqualTo("a b </thi");
		assertThat(this.accumulator.result().text()).isEmpty();
	}

}
