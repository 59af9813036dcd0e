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
import java.util.stream.Stream;

import dev.inferencekey.operation.Json;
import dev.inferencekey.operation.Usage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The short cut over frames that are alike must give just what parsing gives.
 */
class ChunkReaderTests {

	private static final JsonMapper MAPPER = JsonMapper.shared();

	private static final AnswerRules RULES = new AnswerRules(true, false);

	private static final String PADDING = "data: ";

	private static String frame(String content) {
		return "{\"id\":\"c-1\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\""
				+ content + "\"},\"logprobs\":null,\"finish_reason\":null}]}";
	}

	private static TextChunk read(ChunkReader reader, String frame) {
		byte[] bytes = (PADDING + frame + "\n").getBytes(StandardCharsets.UTF_8);
		return reader.read(bytes, PADDING.length(), bytes.length - 1);
	}

	static Stream<List<String>> streams() {
		return Stream.of(List.of("Hola", " mundo", "", "x", " y ".repeat(100)),
				List.of("a", "quote \\\" inside", "b", "line\\nfeed", "c", "\\u00f1", "d"),
				List.of("ñ", "a", "€uro", "😀", "b", "\\ud83d\\ude00"), List.of("a", "{\\\"x\\\":1}", "}", "]", "a"),
				List.of("", "", "a", ""), List.of("c-1", "m", "c-1", "null", "c-1"),
				List.of("\u007f", "a", "\u0080", "b"));
	}

	@ParameterizedTest
	@MethodSource("streams")
	void readWhenFramesAreAlikeThenTextAndRawAreWhatParsingGives(List<String> contents) {
		ChunkReader reader = new ChunkReader(new Json(MAPPER), new TextAccumulator(), RULES);
		StringBuilder whole = new StringBuilder();
		for (String content : contents) {
			TextChunk chunk = read(reader, frame(content));
			JsonNode expected = MAPPER.readTree(frame(content));
			assertThat(chunk.text()).isEqualTo(expected.at("/choices/0/delta/content").asString());
			assertThat(chunk.raw()).isEqualTo(expected);
			assertThat(chunk.model()).isEqualTo("m");
			whole.append(chunk.text());
		}
		assertThat(reader.partialText()).isEqualTo(whole.toString());
		assertThat(reader.isComplete(false)).isFalse();
	}

	@Test
	void readWhenAnythingElseChangesThenItIsSeen() {
		ChunkReader reader = new ChunkReader(new Json(MAPPER), new TextAccumulator(), RULES);
		read(reader, frame("a"));
		assertThat(read(reader, frame("b").replace("\"m\"", "\"n\"")).model()).isEqualTo("n");
		assertThat(read(reader, frame("c")).model()).isEqualTo("m");
		assertThat(read(reader, frame("d").replace("_reason\":null", "_reason\":\"stop\"")))
			.as("held back, since its usage may follow")
			.isNull();
		assertThat(reader.isComplete(false)).isTrue();
		TextChunk last = read(reader, frame("e"));
		assertThat(last.finishReason()).as("none, since text follows").isNull();
		assertThat(last.text()).isEqualTo("d");
		assertThat(reader.rest().text()).isEqualTo("e");
		assertThat(reader.rest()).isNull();
	}

	@Test
	void readWhenTheUsageHasAFrameOfItsOwnThenPartOfTheLastChunk() {
		ChunkReader reader = new ChunkReader(new Json(MAPPER), new TextAccumulator(), RULES);
		read(reader, frame("a"));
		assertThat(read(reader, frame("").replace("_reason\":null", "_reason\":\"stop\""))).isNull();
		TextChunk last = read(reader,
				"{\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":1,\"total_tokens\":4}}");
		assertThat(last.finishReason()).isEqualTo("stop");
		assertThat(last.usage()).isEqualTo(Usage.of(3, 1));
		assertThat(last.raw().at("/usage/total_tokens").asInt()).isEqualTo(4);
		assertThat(last.raw().at("/choices/0/finish_reason").asString()).isEqualTo("stop");
		assertThat(reader.rest()).isNull();
	}

}
