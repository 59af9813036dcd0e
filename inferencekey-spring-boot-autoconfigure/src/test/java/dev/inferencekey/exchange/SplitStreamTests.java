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

package dev.inferencekey.exchange;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import dev.inferencekey.operation.Json;
import dev.inferencekey.operation.Operation;
import dev.inferencekey.operation.UnreadableResponseException;
import dev.inferencekey.text.TextChunk;
import dev.inferencekey.text.TextOperations;
import dev.inferencekey.text.TextRequest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.buffer.DefaultDataBufferFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Frames that are recognised are read the same wherever a stream is split.
 */
class SplitStreamTests {

	private static final Json JSON = new Json(JsonMapper.shared());

	static Stream<List<String>> streams() {
		return Stream.of(
				List.of(frame("a", 1, ""), frame("caf\u00e9", 1, ""), frame("\\n\\u00e9\u4f60", 2, ""),
						frame("", 2, "")),
				List.of(frame("a", 1, counted(1)), frame("\u4f60", 1, counted(2)),
						frame("\\ud83d\\ude00", 3, counted(10))),
				List.of(call("{\\\"a\\\":"), call("\\\"\u00f1"), call("\\\"}")));
	}

	private static String frame(String text, int created, String rest) {
		return event("{\"id\":\"c\",\"created\":" + created + ",\"choices\":[{\"delta\":{\"content\":\"" + text
				+ "\"}}]" + rest + "}");
	}

	private static String counted(int output) {
		return ",\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":" + output + "},\"obfuscation\":\""
				+ "x".repeat(output) + '"';
	}

	private static String call(String arguments) {
		return event("{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"" + arguments
				+ "\"}}]}}]}");
	}

	private static String event(String data) {
		return "data: " + data + "\n\n";
	}

	@ParameterizedTest
	@MethodSource("streams")
	void readWhenSplitAnywhereThenTheSameChunks(List<String> events) {
		byte[] bytes = String.join("", events).getBytes(StandardCharsets.UTF_8);
		List<Object> whole = read(bytes);
		assertThat(whole).hasSize(events.size() * 4);
		for (int split = 1; split < bytes.length; split++) {
			assertThat(read(Arrays.copyOf(bytes, split), Arrays.copyOfRange(bytes, split, bytes.length)))
				.as("split at " + split)
				.isEqualTo(whole);
		}
		byte[][] single = new byte[bytes.length][];
		Arrays.setAll(single, (i) -> new byte[] { bytes[i] });
		assertThat(read(single)).as("byte by byte").isEqualTo(whole);
	}

	// In an array that another stream has left full of line feeds.
	private static List<Object> read(byte[]... reads) {
		SpareBytes spare = SpareBytes.ofStreams();
		byte[] used = new byte[8192];
		Arrays.fill(used, (byte) '\n');
		spare.giveBack(used);
		SseDecoder decoder = new SseDecoder(true, spare);
		Operation.Reader<TextChunk> reader = TextOperations.DEFAULTS.stream()
			.read(TextRequest.of("Hola"), TestTarget.head().forReader(), JSON);
		List<Object> seen = new ArrayList<>();
		for (byte[] read : reads) {
			decoder.append(DefaultDataBufferFactory.sharedInstance.wrap(read));
			while (decoder.next(reader.recogniser())) {
				TextChunk chunk = reader.read(decoder.array(), decoder.from(), decoder.to());
				seen.addAll(Arrays.asList(chunk.text(), chunk.usage(), chunk.toolCalls(), chunk.raw()));
			}
		}
		assertThat(decoder.array()).isSameAs(used);
		decoder.close();
		decoder.close();
		assertThat(spare.take()).isSameAs(used);
		return seen;
	}

	@ParameterizedTest
	@ValueSource(ints = { 4096, 5000, 65_536, 1_000_000 })
	void eventWhenLongerThanTheLimitThenRefusedHoweverItIsSplit(int length) {
		SseDecoder decoder = new SseDecoder(true, SpareBytes.ofStreams());
		assertThatExceptionOfType(UnreadableResponseException.class).isThrownBy(() -> {
			for (int sent = 0; sent <= SseDecoder.MAX_EVENT; sent += length) {
				decoder.append(DefaultDataBufferFactory.sharedInstance.wrap(new byte[length]));
				assertThat(decoder.next(null)).isFalse();
			}
		});
	}

}
