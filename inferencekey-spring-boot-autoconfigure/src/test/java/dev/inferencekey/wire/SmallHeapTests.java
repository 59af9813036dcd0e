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

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import dev.inferencekey.shapes.SmallProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Answers that do not fit into the memory of the process.
 */
class SmallHeapTests {

	private static final int LENGTH = 60 * 1024 * 1024;

	private final WireServer server = new WireServer().then(SmallHeapTests::answer);

	@AfterEach
	void close() {
		this.server.close();
	}

	private static void answer(WireServer.Exchange exchange) throws IOException {
		if (!exchange.request().body().contains(SmallHeap.LARGE)) {
			CallKind.answer(exchange);
		}
		else if (exchange.request().line().contains("embeddings")) {
			write(exchange, "{\"data\":[{\"index\":0,\"embedding\":[", "0.125,", "0]}]}");
		}
		else if (exchange.request().body().contains("\"stream\":true")) {
			stream(exchange);
		}
		else {
			write(exchange, "{\"choices\":[{\"message\":{\"content\":\"", "text", "\"}}]}");
		}
	}

	private static void write(WireServer.Exchange exchange, String start, String part, String end) throws IOException {
		byte[] piece = part.repeat(1 + 32 * 1024 / part.length()).getBytes(StandardCharsets.UTF_8);
		int pieces = LENGTH / piece.length;
		exchange.write("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: "
				+ (start.length() + (long) pieces * piece.length + end.length()) + "\r\n\r\n" + start);
		for (int i = 0; i < pieces; i++) {
			exchange.write(piece);
		}
		exchange.write(end);
	}

	private static void stream(WireServer.Exchange exchange) throws IOException {
		String frame = "data: {\"choices\":[{\"delta\":{\"content\":\"" + "text".repeat(256) + "\"}}]}\n\n";
		byte[] piece = frame.repeat(32).getBytes(StandardCharsets.UTF_8);
		exchange.write("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n");
		for (int i = 0; i < LENGTH / piece.length; i++) {
			exchange.write(piece);
		}
		exchange.write("data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n");
	}

	@Test
	void callsWhenThereIsNoMemoryForTheAnswerThenEachEndsAndTheNextIsAnswered() throws Exception {
		SmallProcess.Outcome outcome = SmallProcess.run(SmallHeap.class, "-Xmx64m", this.server.baseUrl());

		assertThat(outcome.output()).isEqualTo("blocking, reactive, streamed, flux, embedding; dropped: 0");
	}

}
