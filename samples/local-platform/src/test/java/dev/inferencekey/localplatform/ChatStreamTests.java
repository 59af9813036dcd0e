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

package dev.inferencekey.localplatform;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.inferencekey.credential.ApiKey;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a stream does when its reader is slow or leaves: a model that never ends shows it.
 */
class ChatStreamTests {

	private static final String STREAMED_QUESTION = """
			{"model": "endless", "stream": true, "messages": [{"role": "user", "content": "Hi"}]}""";

	private static final ServedModel SERVED = new ServedModel("endless", "m");

	private final AtomicInteger generated = new AtomicInteger();

	private final CountDownLatch cancelled = new CountDownLatch(1);

	private final LoopResources loops = LoopResources.create("test", 1, true);

	private final KeyRing keys = new KeyRing();

	private PlatformServer server;

	@BeforeEach
	void start() {
		Workload workload = Workload.chat("endless");
		Gatekeeper gatekeeper = new Gatekeeper(this.keys, "acme", Map.of("endless", workload));
		ChatHandler handler = new ChatHandler(SERVED, (request) -> Mono.just(endless()), Duration.ZERO);
		Routes routes = new Routes(gatekeeper, new ModelsHandler("acme"), new HealthHandler(Mono.empty()),
				Map.of("endless", handler), Map.of());
		this.server = PlatformServer.start("127.0.0.1", 0, routes, this.loops);
	}

	@AfterEach
	void stop() {
		this.server.close();
		this.loops.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block();
	}

	@Test
	void framesWhenReaderAsksForThreeThenNoMoreThanThreeAreGenerated() {
		ChatResponses responses = new ChatResponses("id", 0, endless(), false);
		Flux<String> frames = new ChatHandler(SERVED, (request) -> Mono.empty(), Duration.ZERO).frames(responses);
		StepVerifier.create(frames, 0)
			.thenRequest(1)
			.expectNextMatches((frame) -> frame.contains("\"role\":\"assistant\""))
			.then(() -> assertThat(this.generated).hasValue(0))
			.thenRequest(3)
			.expectNextCount(3)
			.then(() -> assertThat(this.generated).hasValue(3))
			.thenCancel()
			.verify();
	}

	@Test
	void framesWhenTokensAreDelayedThenTheyComeOneByOne() {
		Generation generation = new Generation("m", Flux.just("a", "b").map(Delta::text), "stop", Usage.of(1, 2));
		ChatHandler handler = new ChatHandler(SERVED, (request) -> Mono.empty(), Duration.ofMinutes(1));
		StepVerifier.withVirtualTime(() -> handler.frames(new ChatResponses("id", 0, generation, false)))
			.expectNextCount(1)
			.expectNoEvent(Duration.ofMinutes(1))
			.expectNextMatches((frame) -> frame.contains("\"content\":\"a\""))
			.expectNoEvent(Duration.ofMinutes(1))
			.expectNextMatches((frame) -> frame.contains("\"content\":\"b\""))
			.expectNextMatches((frame) -> frame.contains("\"finish_reason\":\"stop\""))
			.expectNext("[DONE]")
			.verifyComplete();
	}

	@Test
	void framesWhenGenerationFailsThenLastFrameIsTheErrorAndNotDone() {
		Flux<Delta> tokens = Flux.concat(Mono.just(Delta.text("a")),
				Mono.error(new IllegalStateException("secret detail")));
		Generation generation = new Generation("m", tokens, "stop", Usage.of(1, 1));
		ChatHandler handler = new ChatHandler(SERVED, (request) -> Mono.empty(), Duration.ZERO);
		StepVerifier.create(handler.frames(new ChatResponses("id", 0, generation, false)))
			.expectNextCount(2)
			.assertNext((frame) -> assertThat(frame).startsWith("{\"error\":{").doesNotContain("secret detail"))
			.verifyComplete();
	}

	@Test
	void streamWhenReaderLeavesThenGenerationStops() throws Exception {
		try (Socket socket = connect()) {
			BufferedReader reader = new BufferedReader(
					new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
			assertThat(reader.readLine()).isEqualTo("HTTP/1.1 200 OK");
			assertThat(reader.lines().filter((line) -> line.contains("\"content\":\"token \"")).limit(3)).hasSize(3);
		}
		assertThat(this.cancelled.await(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void streamWhenReaderIsSlowThenGenerationWaits() throws Exception {
		try (Socket socket = connect()) {
			AtomicInteger before = new AtomicInteger();
			// As many as fit into the buffers between model and reader, and then no more.
			Awaitility.await()
				.atMost(Duration.ofMinutes(1))
				.pollInterval(Duration.ofMillis(300))
				.until(() -> unchangedSince(before));
			int waiting = this.generated.get();
			assertThat(socket.getInputStream().readNBytes(1024 * 1024)).hasSize(1024 * 1024);
			Awaitility.await().until(() -> this.generated.get() > waiting);
		}
		assertThat(this.cancelled.await(10, TimeUnit.SECONDS)).isTrue();
	}

	private boolean unchangedSince(AtomicInteger before) {
		int now = this.generated.get();
		return before.getAndSet(now) == now && now > 0;
	}

	private Generation endless() {
		Flux<Delta> tokens = Flux.<Delta>generate((sink) -> {
			this.generated.incrementAndGet();
			sink.next(Delta.text("token "));
		}).doOnCancel(this.cancelled::countDown);
		return new Generation("m", tokens, "stop", Usage.of(1, 1));
	}

	private Socket connect() throws IOException {
		ApiKey key = this.keys.issue(List.of(Scope.wholeProject("acme")));
		Socket socket = new Socket();
		socket.setReceiveBufferSize(4096);
		socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.server.port()));
		byte[] body = STREAMED_QUESTION.getBytes(StandardCharsets.UTF_8);
		String head = "POST /endpoint/acme/endless/v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
				+ key.reveal() + "\r\nContent-Length: " + body.length + "\r\n\r\n";
		socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
		socket.getOutputStream().write(body);
		return socket;
	}

}
