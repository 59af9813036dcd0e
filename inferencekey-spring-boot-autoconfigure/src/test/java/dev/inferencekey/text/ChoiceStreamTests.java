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

import dev.inferencekey.operation.Usage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * What a stream has besides the text of one choice, and when it is handed on.
 */
class ChoiceStreamTests {

	private ChunkStream stream = new ChunkStream(false);

	@Test
	void frameWhenOfSeveralChoicesThenAChunkForEach() {
		List<TextChunk> chunks = this.stream.readAll(
				"{\"choices\":[" + ChunkStream.choice(0, "{\"content\":\"a\"}", null) + ","
						+ ChunkStream.choice(1, "{\"content\":\"b\"}", null) + "]}",
				ChunkStream.text("c"), ChunkStream.frame(1, "{\"content\":\"d\"}", "length"),
				ChunkStream.frame(0, "{}", "stop"),
				"{\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4}}");
		assertThat(chunks).extracting(TextChunk::choice, TextChunk::text, TextChunk::finishReason, TextChunk::usage)
			.containsExactly(tuple(0, "a", null, null), tuple(1, "b", null, null), tuple(0, "c", null, null),
					tuple(0, "", "stop", null), tuple(1, "d", "length", Usage.of(3, 4)));
		assertThat(this.stream.accumulator.result().choices()).extracting(TextChoice::text, TextChoice::finishReason)
			.containsExactly(tuple("ac", "stop"), tuple("bd", "length"));
		assertThat(this.stream.reader.partialText()).isEqualTo("ac");
	}

	@Test
	void streamWhenOneChoiceHasNoReasonThenNotComplete() {
		this.stream.read(ChunkStream.frame(0, "{\"content\":\"a\"}", "stop"),
				"{\"choices\":[{\"index\":1,\"delta\":{\"content\":\"b\"}}]}");
		assertThat(this.stream.reader.isComplete(false)).isFalse();
		assertThat(this.stream.reader.isComplete(true)).isFalse();
	}

	@Test
	void callsWhenOfSeveralChoicesThenKeptApart() {
		String one = ChunkStream.frame(1, "{\"tool_calls\":[" + ChunkStream.call(0, null, "date", "{}") + "]}", null);
		List<TextChunk> chunks = this.stream.readAll(ChunkStream.calls(ChunkStream.call(0, null, "time", "{")), one,
				ChunkStream.calls(ChunkStream.call(0, null, null, "}")), ChunkStream.STOP,
				ChunkStream.frame(1, "{}", "stop"));
		assertThat(chunks.stream().filter((chunk) -> !chunk.toolCalls().isEmpty()))
			.extracting(TextChunk::choice, (chunk) -> chunk.toolCalls().get(0).name(),
					(chunk) -> chunk.toolCalls().size())
			.containsExactly(tuple(0, "time", 1), tuple(1, "date", 1));
	}

	@Test
	void surrogatesWhenOfSeveralChoicesThenJoinedInEach() {
		this.stream.readAll(ChunkStream.text("\\ud83d"), ChunkStream.frame(1, "{\"content\":\"\\ud83d\"}", null),
				ChunkStream.text("\\ude00"), ChunkStream.frame(1, "{\"content\":\"\\ude01\"}", "stop"),
				ChunkStream.STOP);
		assertThat(this.stream.accumulator.result().choices()).extracting(TextChoice::text).containsExactly("😀", "😁");
	}

	@Test
	void surrogateWhenNeverJoinedThenHandedOnAtTheEnd() {
		List<TextChunk> chunks = this.stream.readAll(ChunkStream.text("a"), ChunkStream.text("b\\ud83d"),
				ChunkStream.STOP);
		assertThat(chunks).extracting(TextChunk::text).containsExactly("a", "b", "\ud83d");
		assertThat(this.stream.accumulator.result().text()).isEqualTo("ab\ud83d");
	}

	@Test
	void refusalWhenStreamedThenPutTogether() {
		this.stream.readAll(ChunkStream.frame(0, "{\"refusal\":\"I can\"}", null),
				ChunkStream.frame(0, "{\"refusal\":\"not.\"}", null), ChunkStream.STOP);
		assertThat(this.stream.accumulator.result().refusal()).isEqualTo("I cannot.");
		assertThat(this.stream.accumulator.result().text()).isEmpty();
	}

	@Test
	void probabilitiesWhenFramesAreTheSameThenNoneIsLost() {
		String frame = "{\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},"
				+ "\"logprobs\":{\"content\":[{\"token\":\"a\",\"logprob\":-Infinity,\"top_logprobs\":[]}]},\"finish_reason\":null}]}";
		this.stream.readAll(frame, frame, ChunkStream.STOP);
		TextResult result = this.stream.accumulator.result();
		assertThat(result.choices().get(0).logprobs()).extracting(TokenLogprob::logprob)
			.containsExactly(Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY);
		assertThat(result.id()).isEqualTo("c");
	}

	@Test
	void thinkTagsWhenTextFollowsThenTheFramesAreRecognisedAgain() {
		this.stream = new ChunkStream(true);
		List<TextChunk> chunks = this.stream.read(ChunkStream.text("<thi"), ChunkStream.text("nk>a"),
				ChunkStream.text("b</think>"), ChunkStream.text("\\n"), ChunkStream.text("c"), ChunkStream.text("d"));
		assertThat(chunks).extracting(TextChunk::reasoning).containsExactly("", "a", "b", "", "", "");
		assertThat(chunks).extracting(TextChunk::text).containsExactly("", "", "", "", "c", "d");
		assertThat(chunks.get(1).raw().at("/choices/0/delta/content").asString()).isEqualTo("nk>a");
		assertThat(this.stream.reader.recogniser()).isNotNull();
	}

	@Test
	void thinkTagsWhenNeverClosedThenAllIsReasoning() {
		this.stream = new ChunkStream(true);
		this.stream.readAll(ChunkStream.text("<think>a "), ChunkStream.text("b </thi"),
				ChunkStream.frame(0, "{}", "length"));
		assertThat(this.stream.accumulator.result().reasoning()).isEqualTo("a b </thi");
		assertThat(this.stream.accumulator.result().text()).isEmpty();
	}

}
