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

package dev.inferencekey.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.text.TextChunk;
import dev.inferencekey.text.TextStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The grammar of server-sent events: however a stream is spelled and split, its chunks
 * are the same.
 */
class StreamGrammarTests {

	private final WireServer server = new WireServer();

	private static final String PLAIN = Answers
		.event("{\"id\":\"c1\",\"choices\":[{\"delta\":{\"role\":\"assistant\"}}]}")
			+ Answers.stream("Puedes ", "cancelar ", "ñ€😀", "\\n\\\"x\\\"", "", "fin");

	private static final List<String> TEXTS = List.of("", "Puedes ", "cancelar ", "ñ€😀", "\n\"x\"", "", "fin", "");

	@AfterEach
	void close() {
		this.server.close();
	}

	static Stream<String> spellings() {
		String multiLine = PLAIN.replace("{\"choices\":[{\"delta\":{\"content\":\"fin",
				"{\ndata: \"choices\":[{\ndata:\"delta\":{\"content\":\"fin");
		return Stream.of(PLAIN, PLAIN.replace("\n", "\r\n"), PLAIN.replace("\n", "\r"), "\uFEFF" + PLAIN,
				": keep-alive\n\n" + PLAIN.replace("data: {", ":\nid: 7\nretry: 3\nevent: message\ndata: {"),
				PLAIN.replace("data: ", "data:"), multiLine, PLAIN.substring(0, PLAIN.length() - 1),
				PLAIN.substring(0, PLAIN.length() - 2), PLAIN.replace(Answers.DONE, ""),
				PLAIN.replace("\n\ndata: [DONE]\n\n", ""), "event: ping\n\n" + PLAIN + "data: ignored\n\n");
	}

	@ParameterizedTest
	@MethodSource("spellings")
	void streamWhenSplitAtEveryByteThenSameChunks(String events) {
		byte[] bytes = events.getBytes(StandardCharsets.UTF_8);
		this.server.then((exchange) -> {
			int split = Integer.parseInt(exchange.request().headers().get("x-split"));
			exchange.head();
			exchange.chunk(Arrays.copyOfRange(bytes, 0, split));
			exchange.chunk(Arrays.copyOfRange(bytes, split, bytes.length));
			exchange.end();
		});
		int[] split = { 0 };
		Endpoint endpoint = DataClient.builder()
			.baseUrl(this.server.baseUrl())
			.project("acme")
			.apiKey(WireServer.KEY)
			.webClientBuilder(WebClient.builder()
				.filter((request, next) -> next
					.exchange(ClientRequest.from(request).header("x-split", String.valueOf(split[0])).build())))
			.build()
			.endpoint("support-bot");
		for (split[0] = 0; split[0] <= bytes.length; split[0]++) {
			List<TextChunk> chunks = read(endpoint);
			assertThat(chunks).as("split at " + split[0]).extracting(TextChunk::text).isEqualTo(TEXTS);
			assertThat(chunks.get(7).finishReason()).isEqualTo("stop");
			assertThat(chunks.get(6).raw().at("/choices/0/delta/content").asString()).isEqualTo("fin");
			assertThat(chunks.get(3).raw().at("/choices/0/delta/content").asString()).isEqualTo("ñ€😀");
			assertThat(chunks.get(0).raw().at("/id").asString()).isEqualTo("c1");
		}
	}

	@ParameterizedTest
	@MethodSource("spellings")
	void streamWhenByteByByteThenSameChunks(String events) {
		byte[] bytes = events.getBytes(StandardCharsets.UTF_8);
		this.server.then((exchange) -> {
			exchange.head();
			for (byte b : bytes) {
				exchange.chunk(new byte[] { b });
			}
			exchange.end();
		});
		assertThat(read(this.server.endpoint())).extracting(TextChunk::text).isEqualTo(TEXTS);
	}

	private static List<TextChunk> read(Endpoint endpoint) {
		try (TextStream stream = endpoint.generateTextStream("Hola")) {
			return stream.stream().toList();
		}
	}

}
