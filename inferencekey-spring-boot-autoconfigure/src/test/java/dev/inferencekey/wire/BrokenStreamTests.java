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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.inferencekey.Endpoint;
import dev.inferencekey.error.ApiException;
import dev.inferencekey.error.RateLimitException;
import dev.inferencekey.error.StreamInterruptedException;
import dev.inferencekey.text.TextChunk;
import dev.inferencekey.text.TextStream;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Every way in which a stream can break, and what its reader has until then.
 */
class BrokenStreamTests {

	private final WireServer server = new WireServer();

	@AfterEach
	void close() {
		this.server.close();
	}

	private static List<TextChunk> read(Endpoint endpoint) {
		try (TextStream stream = endpoint.generateTextStream("Hola")) {
			return stream.stream().toList();
		}
	}

	@Test
	void streamWhenRefusedThenThrownWhenOpened() {
		this.server.thenJson(429, "{\"error\":{\"code\":\"rate_limited\",\"message\":\"slow down\"}}",
				"retry-after: 7");
		Endpoint endpoint = this.server.endpoint();
		assertThatExceptionOfType(RateLimitException.class).isThrownBy(() -> endpoint.generateTextStream("Hola"))
			.satisfies((ex) -> assertThat(ex.retryAfter()).isEqualTo(Duration.ofSeconds(7)));
	}

	@Test
	void streamWhenCutThenInterruptedWithPartialText() {
		this.server.then((exchange) -> {
			exchange.head("x-request-id: r-1");
			exchange.chunk(Answers.delta("a") + Answers.delta("b"));
			exchange.reset();
		});
		assertBroken("ab").satisfies((ex) -> {
			assertThat(ex.requestId()).isEqualTo("r-1");
			assertThat(ex.status()).isEqualTo(200);
		});
	}

	@Test
	void streamWhenEndedWithoutFinishThenInterrupted() {
		this.server.thenEvents(Answers.delta("a") + Answers.delta("b"));
		assertBroken("ab").withMessageContaining("ended the stream of");
	}

	@Test
	void streamWhenCutInsideTheLastFrameThenInterrupted() {
		this.server.thenEvents(Answers.delta("a") + Answers.delta("b").substring(0, 40));
		assertBroken("a").withMessageContaining("ended the stream of");
	}

	@Test
	void streamWhenConnectionBreaksInAFrameThatLooksWholeThenInterrupted() {
		this.server.then((exchange) -> {
			exchange.head();
			exchange.chunk(Answers.delta("a") + Answers.delta("b").stripTrailing());
			exchange.reset();
		});
		assertBroken("a");
	}

	@Test
	void streamWhenConnectionBreaksAfterFinishThenComplete() {
		this.server.then((exchange) -> {
			exchange.head();
			exchange.chunk(Answers.delta("a") + Answers.STOP);
			exchange.reset();
		});
		assertThat(read(this.server.endpoint())).hasSize(2);
	}

	@Test
	void streamWhenErrorFrameThenInterruptedAfterTheChunksBefore() {
		this.server.thenEvents(
				Answers.delta("a") + Answers.event("{\"error\":{\"message\":\"out of memory\",\"code\":\"oom\"}}"));
		assertBroken("a").withMessageContaining("out of memory")
			.withMessageContaining("[oom]")
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo("oom"));
	}

	@Test
	void streamWhenErrorEventThenInterrupted() {
		this.server.thenEvents(Answers.delta("a") + "event: error\ndata: the engine died\n\n");
		assertBroken("a").withMessageContaining("the engine died");
	}

	@Test
	void streamWhenGarbageFrameThenInterrupted() {
		this.server.thenEvents(Answers.delta("a") + Answers.event("{nonsense"));
		assertBroken("a").withMessageContaining("cannot be read");
	}

	@Test
	void streamWhenInvalidUtf8ThenInterrupted() {
		this.server.then((exchange) -> {
			exchange.head();
			exchange.chunk(Answers.delta("a"));
			exchange.chunk(Answers.delta("?").replace('?', '\u00ff').getBytes(StandardCharsets.ISO_8859_1));
			exchange.end();
		});
		assertBroken("a").withMessageContaining("cannot be read");
	}

	@Test
	void streamWhenFrameWithoutChoicesThenInterrupted() {
		this.server.thenEvents(Answers.delta("a") + Answers.event("{\"object\":\"surprise\"}"));
		assertBroken("a").withMessageContaining("ended the stream of");
	}

	@Test
	void streamWhenNoEventStreamThenApiException() {
		this.server.thenJson(200, Answers.OK);
		Endpoint endpoint = this.server.endpoint();
		assertThatExceptionOfType(ApiException.class).isThrownBy(() -> endpoint.generateTextStream("Hola"))
			.withMessageContaining("not an event stream")
			.withMessageContaining("application/json");
	}

	@Test
	void streamWhenEndlessLineThenErrorInBoundedMemory() {
		byte[] piece = "x".repeat(64 * 1024).getBytes(StandardCharsets.US_ASCII);
		CountDownLatch closed = new CountDownLatch(1);
		this.server.then((exchange) -> {
			exchange.head();
			exchange.chunk("data: ");
			try {
				for (int i = 0; i < 1000; i++) {
					exchange.chunk(piece);
				}
			}
			catch (IOException ex) {
				closed.countDown();
				throw ex;
			}
		});
		assertBroken("").withMessageContaining("longer than");
		assertThat(closed).satisfies((latch) -> assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue());
	}

	private ThrowableAssertAlternative<StreamInterruptedException> assertBroken(String partial) {
		Endpoint endpoint = this.server.endpoint();
		List<String> texts = new ArrayList<>();
		return assertThatExceptionOfType(StreamInterruptedException.class)
			.isThrownBy(() -> endpoint.generateTextStream("Hola").forEach((chunk) -> texts.add(chunk.text())))
			.withMessageStartingWith("stream interrupted: ")
			.withMessageContaining("support-bot")
			.satisfies((ex) -> {
				assertThat(ex.partialText()).isEqualTo(partial);
				assertThat(String.join("", texts)).isEqualTo(partial);
				assertThat(ex.toString()).doesNotContain(WireServer.SECRET);
			});
	}

}
