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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import dev.inferencekey.operation.ErrorFrameException;
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

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Frames that are recognised are read the same wherever a stream is split.
 */
class SplitStreamTests {

	private static final String END_OF_HEAD = "\r\n\r\n";

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
		// A call is complete with the end of its stream, in a chunk of its own.
		int calls = events.get(0).contains("tool_calls") ? 1 : 0;
		assertThat(readWherever(bytes)).hasSize(events.size() + calls);
	}

	static List<Path> recordings() throws IOException {
		return recordings(false);
	}

	static List<Path> refusals() throws IOException {
		return recordings(true);
	}

	private static List<Path> recordings(boolean refused) throws IOException {
		try (Stream<Path> files = Files.walk(new ClassPathResource("exchanges").getFilePath())) {
			return files.filter(SplitStreamTests::isStream)
				.filter((file) -> file.getFileName().toString().startsWith("error-") == refused)
				.sorted()
				.toList();
		}
	}

	private static boolean isStream(Path file) {
		return file.toString().endsWith(".response.http") && head(bytes(file)).contains("text/event-stream");
	}

	@ParameterizedTest
	@MethodSource("recordings")
	void readWhenTheStreamOfAnEngineIsSplitAnywhereThenTheSameChunks(Path recording) {
		byte[] answer = bytes(recording);
		assertThat(readWherever(body(answer))).hasSizeGreaterThan(1);
	}

	@ParameterizedTest
	@MethodSource("refusals")
	void readWhenAnEngineRefusesInAStreamThatIsSplitAnywhereThenTheSameError(Path recording) {
		byte[] body = body(bytes(recording));
		for (int split = 1; split < body.length; split++) {
			byte[] first = Arrays.copyOf(body, split);
			byte[] rest = Arrays.copyOfRange(body, split, body.length);
			assertThatExceptionOfType(ErrorFrameException.class).as("split at " + split)
				.isThrownBy(() -> read(first, rest))
				.satisfies((ex) -> assertThat(ex.error().status()).isEqualTo(400))
				.withMessageEndingWith("is not supported when the server is launched with --grammar-backend none");
		}
	}

	private static byte[] bytes(Path file) {
		try {
			return Files.readAllBytes(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String head(byte[] answer) {
		String text = new String(answer, StandardCharsets.ISO_8859_1);
		return text.substring(0, text.indexOf(END_OF_HEAD));
	}

	// Of all chunks of HTTP.
	private static byte[] body(byte[] answer) {
		String head = head(answer);
		String rest = new String(answer, StandardCharsets.ISO_8859_1).substring(head.length() + END_OF_HEAD.length());
		if (!head.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked")) {
			return rest.getBytes(StandardCharsets.ISO_8859_1);
		}
		StringBuilder body = new StringBuilder();
		int at = 0;
		for (int length = -1; length != 0; at += length + 2) {
			int line = rest.indexOf("\r\n", at);
			length = Integer.parseInt(rest.substring(at, line), 16);
			at = line + 2;
			body.append(rest, at, at + length);
		}
		return body.toString().getBytes(StandardCharsets.ISO_8859_1);
	}

	private static List<Object> readWherever(byte[] bytes) {
		List<Object> whole = read(bytes);
		for (int split = 1; split < bytes.length; split++) {
			assertThat(read(Arrays.copyOf(bytes, split), Arrays.copyOfRange(bytes, split, bytes.length)))
				.as("split at " + split)
				.isEqualTo(whole);
		}
		byte[][] single = new byte[bytes.length][];
		Arrays.setAll(single, (i) -> new byte[] { bytes[i] });
		assertThat(read(single)).as("byte by byte").isEqualTo(whole);
		return whole;
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
			while (decoder.next(reader.recogniser()) && !decoder.isTerminator()) {
				TextChunk chunk = reader.read(decoder.array(), decoder.from(), decoder.to());
				for (; chunk != null; chunk = reader.further()) {
					seen.add(said(chunk));
				}
			}
		}
		for (TextChunk chunk = reader.rest(); chunk != null; chunk = reader.rest()) {
			seen.add(said(chunk));
		}
		assertThat(decoder.array()).isSameAs(used);
		decoder.close();
		decoder.close();
		assertThat(spare.take()).isSameAs(used);
		return seen;
	}

	// Without the ids of calls, which are made up where an engine has none.
	private static List<Object> said(TextChunk chunk) {
		return Arrays.asList(chunk.choice(), chunk.text(), chunk.reasoning(), chunk.usage(), chunk.finishReason(),
				chunk.toolCalls().stream().map((call) -> call.name() + call.arguments()).toList(), chunk.raw());
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
