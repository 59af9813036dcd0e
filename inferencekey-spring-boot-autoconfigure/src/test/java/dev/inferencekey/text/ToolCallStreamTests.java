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

import java.util.List;
import java.util.stream.IntStream;

import dev.inferencekey.operation.UnreadableResponseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * How the calls in a stream are put together, and when they are handed on.
 */
class ToolCallStreamTests {

	private final ChunkStream stream = new ChunkStream(false);

	@Test
	void callWhenTheNextBeginsThenHandedOnWithItsChunk() {
		List<TextChunk> chunks = this.stream.readAll(
				ChunkStream.calls(ChunkStream.call(0, "a", "weather", "{\"city\":")), ChunkStream.text("One moment."),
				ChunkStream.calls(ChunkStream.call(0, null, null, "\"Roma\"}")),
				ChunkStream.calls(ChunkStream.call(1, "b", "time", "")), ChunkStream.STOP);
		assertThat(chunks).extracting(TextChunk::text).containsExactly("", "One moment.", "", "", "");
		assertThat(chunks).extracting(TextChunk::toolCalls)
			.containsExactly(List.of(), List.of(), List.of(),
					List.of(ToolCall.of("a", "weather", "{\"city\":\"Roma\"}")),
					List.of(ToolCall.of("b", "time", "{}")));
		assertThat(this.stream.accumulator.result().toolCalls()).hasSize(2);
	}

	@Test
	void callWhenTheStreamEndsWithoutAReasonThenHandedOnAtTheEnd() {
		String frame = "{\"choices\":[{\"delta\":{\"tool_calls\":[" + ChunkStream.call(0, "a", "time", "{}") + "]}}]}";
		List<TextChunk> chunks = this.stream.readAll(frame);
		assertThat(chunks).extracting((chunk) -> chunk.toolCalls().size()).containsExactly(0, 1);
	}

	@Test
	void callWhenTheStreamIsCutThenNotHandedOn() {
		List<TextChunk> chunks = this.stream.read(ChunkStream.calls(ChunkStream.call(0, "a", "time", "{\"zone\"")));
		assertThat(chunks).extracting(TextChunk::toolCalls).containsOnly(List.of());
		assertThat(this.stream.reader.isComplete(false)).isFalse();
		assertThat(this.stream.reader.isComplete(true)).isFalse();
	}

	@Test
	void callWhenCutForItsLengthThenHandedOnAsItIs() {
		assertThat(this.stream.toolCalls(ChunkStream.calls(ChunkStream.call(0, "a", "time", "{")),
				ChunkStream.frame(0, "{}", "length")))
			.containsExactly(ToolCall.of("a", "time", "{"));
		assertThat(this.stream.accumulator.result().finishReason()).isEqualTo("length");
	}

	@Test
	void callsWhenWithoutIdsAndIndexesThenTheNextNameBeginsOne() {
		assertThat(
				this.stream.toolCalls(ChunkStream.calls(ChunkStream.call(null, null, "weather", "{\"city\":\"Roma\"}")),
						ChunkStream.calls(ChunkStream.call(null, null, "weather", "{\"city\":")),
						ChunkStream.calls(ChunkStream.call(null, null, "weather", "\"Bari\"}")),
						ChunkStream.calls(ChunkStream.call(null, null, "time", null)),
						ChunkStream.calls(ChunkStream.call(null, null, "date", null)), ChunkStream.STOP))
			.extracting(ToolCall::name, ToolCall::arguments)
			.containsExactly(tuple("weather", "{\"city\":\"Roma\"}"), tuple("weather", "{\"city\":\"Bari\"}"),
					tuple("time", "{}"), tuple("date", "{}"));
	}

	@Test
	void callsWhenAllHaveTheSameIndexThenTheNextIdBeginsOne() {
		assertThat(this.stream.toolCalls(ChunkStream.calls(ChunkStream.call(0, "a", "time", "")),
				ChunkStream.calls(ChunkStream.call(0, "a", null, "{}")),
				ChunkStream.calls(ChunkStream.call(0, "b", "time", "")),
				ChunkStream.calls(ChunkStream.call(0, "b", null, "{")),
				ChunkStream.calls(ChunkStream.call(0, "b", null, "}")), ChunkStream.STOP))
			.containsExactly(ToolCall.of("a", "time", "{}"), ToolCall.of("b", "time", "{}"));
	}

	@Test
	void callsWhenTheirFragmentsAreMixedThenToldApartByIndex() {
		assertThat(this.stream.toolCalls(
				ChunkStream.calls(ChunkStream.call(0, "a", "time", ""), ChunkStream.call(1, "b", "date", "")),
				ChunkStream.calls(ChunkStream.call(1, null, null, "{\"y\":")),
				ChunkStream.calls(ChunkStream.call(0, null, null, "{\"x\":")),
				ChunkStream.calls(ChunkStream.call(1, null, null, "2}"), ChunkStream.call(0, null, null, "1}")),
				ChunkStream.STOP))
			.containsExactly(ToolCall.of("a", "time", "{\"x\":1}"), ToolCall.of("b", "date", "{\"y\":2}"));
	}

	@Test
	void callsWhenTheirFragmentsAreMixedWithoutIndexesThenToldApartById() {
		assertThat(this.stream.toolCalls(ChunkStream.calls(ChunkStream.call(null, "a", "time", "")),
				ChunkStream.calls(ChunkStream.call(null, "b", "date", "")),
				ChunkStream.calls(ChunkStream.call(null, "a", null, "{\"x\":1}")),
				ChunkStream.calls(ChunkStream.call(null, "b", null, "{\"y\":2}")), ChunkStream.STOP))
			.containsExactly(ToolCall.of("a", "time", "{\"x\":1}"), ToolCall.of("b", "date", "{\"y\":2}"));
	}

	@Test
	void callWhenItComesAfterTheReasonThenTheLastChunkHasBoth() {
		List<TextChunk> chunks = this.stream.readAll(ChunkStream.calls(ChunkStream.call(0, "a", "time", "{}")),
				ChunkStream.frame(0, "{}", "tool_calls"), ChunkStream.calls(ChunkStream.call(1, "b", "date", "{}")));
		assertThat(chunks).extracting((chunk) -> chunk.toolCalls().size(), TextChunk::finishReason)
			.endsWith(tuple(2, "tool_calls"));
	}

	@Test
	void callsWhenTheNameIsRepeatedThenOne() {
		assertThat(this.stream.toolCalls(ChunkStream.calls(ChunkStream.call(0, "a", "time", "{\"z\":")),
				ChunkStream.calls(ChunkStream.call(0, "a", "time", "\"}\"}")),
				ChunkStream.calls(ChunkStream.call(0, "a", "time", "")), ChunkStream.STOP))
			.containsExactly(ToolCall.of("a", "time", "{\"z\":\"}\"}"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '!',
			value = { "null | {}", "\"{\\\"x\\\":1}\" | {\"x\":1}", "\"x\" | \"x\"", "\"{ | \"{", "[1] | [1]" })
	void argumentsWhenWrappedThenTheObjectAndElseAsTheyAre(String sent, String arguments) {
		for (int at = 0; at <= sent.length(); at++) {
			ChunkStream pieces = new ChunkStream(false);
			assertThat(pieces.toolCalls(ChunkStream.calls(ChunkStream.call(0, "a", "time", sent.substring(0, at))),
					ChunkStream.calls(ChunkStream.call(0, null, null, sent.substring(at))), ChunkStream.STOP))
				.as("split at %d", at)
				.containsExactly(ToolCall.of("a", "time", arguments));
		}
	}

	@Test
	void callsWhenTwoChoicesCallToolsThenEachHasItsOwn() {
		this.stream.readAll(
				ChunkStream.frame(0, "{\"tool_calls\":[" + ChunkStream.call(0, "a", "time", "{\"x\":") + "]}", null),
				ChunkStream.frame(1, "{\"tool_calls\":[" + ChunkStream.call(0, "b", "date", "{\"y\":") + "]}", null),
				ChunkStream.frame(0, "{\"tool_calls\":[" + ChunkStream.call(0, null, null, "1}") + "]}", null),
				ChunkStream.frame(1, "{\"tool_calls\":[" + ChunkStream.call(0, null, null, "2}") + "]}", null),
				ChunkStream.frame(1, "{}", "tool_calls"), ChunkStream.frame(0, "{}", "tool_calls"));
		assertThat(this.stream.accumulator.result().choices()).flatExtracting(TextChoice::toolCalls)
			.containsExactly(ToolCall.of("a", "time", "{\"x\":1}"), ToolCall.of("b", "date", "{\"y\":2}"));
	}

	@Test
	void argumentsWhenAnObjectThenItsText() {
		assertThat(this.stream.toolCalls(ChunkStream.frame(0,
				"{\"tool_calls\":[{\"function\":{\"name\":\"time\",\"arguments\":{\"x\":0.1234567890123456789}}}]}",
				"stop")))
			.extracting(ToolCall::name, ToolCall::arguments)
			.containsExactly(tuple("time", "{\"x\":0.1234567890123456789}"));
	}

	@Test
	void callWhenOfTheOlderKindThenRead() {
		assertThat(this.stream.toolCalls(
				ChunkStream.frame(0, "{\"function_call\":{\"name\":\"time\",\"arguments\":\"\"}}", null),
				ChunkStream.frame(0, "{\"function_call\":{\"arguments\":\"{}\"}}", null),
				ChunkStream.frame(0, "{}", "function_call")))
			.extracting(ToolCall::name, ToolCall::arguments)
			.containsExactly(tuple("time", "{}"));
	}

	@Test
	void callWhenEveryFrameHasAReasonThenNotHandedOnInHalves() {
		List<TextChunk> chunks = this.stream.readAll(
				ChunkStream.frame(0, "{\"tool_calls\":[" + ChunkStream.call(0, "a", "time", "{\"z\"") + "]}", "stop"),
				ChunkStream.frame(0, "{\"tool_calls\":[" + ChunkStream.call(0, null, null, ":1}") + "]}", "stop"));
		assertThat(chunks).extracting((chunk) -> chunk.toolCalls().size(), TextChunk::finishReason)
			.containsExactly(tuple(0, null), tuple(1, "stop"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "[]", "null" })
	void callsWhenNoneOnEveryFrameThenNone(String none) {
		String first = ChunkStream.frame(0, "{\"content\":\"a\",\"tool_calls\":" + none + "}", null);
		assertThat(this.stream.toolCalls(first, first.replace("\"a\"", "\"b\""), ChunkStream.STOP)).isEmpty();
		assertThat(this.stream.reader.partialText()).isEqualTo("ab");
	}

	@Test
	void frameWhenRepeatedThenItsFragmentCountsTwice() {
		String fragment = ChunkStream.frame(0,
				"{\"content\":\"\",\"tool_calls\":[" + ChunkStream.call(0, null, null, " ") + "]}", null);
		assertThat(this.stream.toolCalls(ChunkStream.calls(ChunkStream.call(0, "a", "time", "{")), fragment, fragment,
				ChunkStream.calls(ChunkStream.call(0, null, null, "}")), ChunkStream.STOP))
			.containsExactly(ToolCall.of("a", "time", "{  }"));
	}

	@Test
	void argumentsWhenWithoutEndThenUnreadable() {
		ToolCallAssembler assembler = new ToolCallAssembler();
		List<ToolCallFragment> piece = List.of(new ToolCallFragment(0, "a", "time", "x".repeat(1 << 20)));
		assertThatExceptionOfType(UnreadableResponseException.class)
			.isThrownBy(() -> IntStream.rangeClosed(0, 64).forEach((i) -> assembler.add(0, piece)))
			.withMessageContaining("longer than");
	}

	@Test
	void callsWhenWithoutNumberThenUnreadable() {
		ToolCallAssembler assembler = new ToolCallAssembler();
		assertThatExceptionOfType(UnreadableResponseException.class)
			.isThrownBy(() -> IntStream.rangeClosed(0, 1024)
				.forEach((i) -> assembler.add(0, List.of(new ToolCallFragment(i, null, "time", null)))))
			.withMessageContaining("1024 unfinished tool calls");
	}

}
