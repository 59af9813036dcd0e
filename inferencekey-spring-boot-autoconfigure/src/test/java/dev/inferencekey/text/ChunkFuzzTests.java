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
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import dev.inferencekey.operation.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever a server sends, reading it by a template gives what parsing gives, be it an
 * error.
 */
class ChunkFuzzTests {

	private static final int STREAMS = 1_000;

	private static final int FRAMES = 12;

	private static final Json JSON = new Json(JsonMapper.shared());

	private static final AnswerRules RULES = new AnswerRules(true, false);

	private static final List<String> PIECES = List.of("", "a", " word", "caf\u00e9", "\u00ff", "\u0100",
			"\u4f60\u597d", "\ud83d\ude00", "\\n", "\\\"", "\\\\", "\\u00e9", "\\ud83d\\ude00", "\\ud83d", "\\ude00",
			"<think>", "{", "\\/", " ".repeat(40));

	private final TextAccumulator fast = new TextAccumulator();

	private final TextAccumulator slow = new TextAccumulator();

	private int recognised;

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4 })
	void readWhenFramesAreRandomThenWhatParsingGives(long seed) {
		Random random = new Random(seed);
		for (int i = 0; i < STREAMS; i++) {
			stream(random);
		}
		assertThat(this.recognised).as("or nothing is tested").isGreaterThan(STREAMS);
	}

	private void stream(Random random) {
		ChunkReader reader = new ChunkReader(JSON, this.fast, RULES);
		ChunkReader parser = new ChunkReader(JSON, this.slow, RULES);
		String shape = shape(random);
		for (int i = 0; i < FRAMES; i++) {
			byte[] frame = frame(random, (random.nextInt(6) == 0) ? shape(random) : shape);
			this.recognised += (reader.recogniser() != null
					&& reader.recogniser().end(frame, 0, frame.length) == frame.length) ? 1 : 0;
			// No template is made of two lines.
			byte[] lines = Arrays.copyOf(frame, frame.length + 1);
			lines[frame.length] = '\n';
			List<Object> expected = read(parser, lines);
			assertThat(read(reader, frame)).as(() -> new String(frame, StandardCharsets.UTF_8)).isEqualTo(expected);
			if (expected.contains("failed")) {
				return;
			}
		}
		assertThat(rest(reader)).isEqualTo(rest(parser));
		assertThat(withoutIds(this.fast.result().raw())).isEqualTo(withoutIds(this.slow.result().raw()));
		assertThat(reader.isComplete(false)).isEqualTo(parser.isComplete(false));
	}

	private static List<Object> read(ChunkReader reader, byte[] frame) {
		List<Object> seen = new ArrayList<>();
		try {
			for (TextChunk chunk = reader.read(frame, 0, frame.length); chunk != null; chunk = reader.further()) {
				seen.addAll(facts(chunk));
			}
		}
		catch (RuntimeException ex) {
			// Where exactly broken UTF-8 ends depends on what follows.
			seen.addAll(List.of("failed", ex.getClass(), String.valueOf(ex.getMessage()).replaceAll("[0-9]", "")));
		}
		return seen;
	}

	private static List<Object> rest(ChunkReader reader) {
		List<Object> seen = new ArrayList<>();
		for (TextChunk chunk = reader.rest(); chunk != null; chunk = reader.rest()) {
			seen.addAll(facts(chunk));
		}
		return seen;
	}

	private static List<Object> facts(TextChunk chunk) {
		return Arrays.asList(chunk.text(), chunk.reasoning(), withoutIds(chunk.toolCalls()), chunk.choice(),
				chunk.finishReason(), chunk.usage(), chunk.id(), chunk.model(), chunk.raw());
	}

	// T stands for a text, N for a number.
	private static String shape(Random random) {
		String delta = switch (random.nextInt(6)) {
			case 0 -> "\"reasoning_content\":\"T\"";
			case 1 -> "\"content\":\"\",\"reasoning\":\"T\"";
			case 2 -> "\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"T\"}}]";
			case 3 -> "\"role\":\"assistant\",\"content\":\"T\",\"tool_calls\":[]";
			default -> "\"content\":\"T\"";
		};
		String end = switch (random.nextInt(8)) {
			case 0 -> ",\"finish_reason\":\"stop\"";
			case 1, 2 -> ",\"finish_reason\":\"\"";
			default -> ",\"finish_reason\":null";
		};
		String rest = switch (random.nextInt(6)) {
			case 0 -> ",\"usage\":{\"prompt_tokens\":N,\"completion_tokens\":N,\"total_tokens\":N}";
			case 1 -> ",\"usage\":{\"completion_tokens\":N,\"completion_tokens_details\":{\"reasoning_tokens\":N}}";
			case 2 -> ",\"obfuscation\":\"T\",\"usage\":null,\"x\":-N,\"y\":N.5";
			default -> "";
		};
		return "{\"id\":\"c-1\",\"created\":N,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{" + delta + "}" + end
				+ "}]" + rest + "}";
	}

	private static byte[] frame(Random random, String shape) {
		StringBuilder frame = new StringBuilder();
		for (char c : shape.toCharArray()) {
			switch (c) {
				case 'T' -> {
					for (int i = random.nextInt(4); i > 0; i--) {
						frame.append(PIECES.get(random.nextInt(PIECES.size())));
					}
				}
				case 'N' -> frame.append(random.nextInt(random.nextBoolean() ? 20 : Integer.MAX_VALUE));
				default -> frame.append(c);
			}
		}
		byte[] bytes = frame.toString().getBytes(StandardCharsets.UTF_8);
		if (random.nextInt(8) == 0) {
			bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
		}
		return bytes;
	}

	// An id that an engine leaves out is generated, and another each time.
	private static List<List<String>> withoutIds(List<ToolCall> calls) {
		return calls.stream()
			.map((call) -> List.of(call.id().matches("[0-9a-z]{9}") ? "" : call.id(), call.name(), call.arguments()))
			.toList();
	}

	private static String withoutIds(JsonNode raw) {
		return raw.toString().replaceAll("\"id\":\"[0-9a-z]{9}\"", "\"id\":\"\"");
	}

}
