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

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.inferencekey.Endpoint;
import dev.inferencekey.error.StreamInterruptedException;
import dev.inferencekey.error.TransportException;
import dev.inferencekey.operation.Usage;
import dev.inferencekey.text.TextChunk;
import dev.inferencekey.text.TextResult;
import dev.inferencekey.text.TextStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Streams through a raw socket: chunks, usage, demand, and connections once a stream has
 * ended.
 */
class StreamWireTests {

	private final WireServer server = new WireServer();

	private static final String PLAIN = Answers
		.event("{\"id\":\"c1\",\"choices\":[{\"delta\":{\"role\":\"assistant\"}}]}")
			+ Answers.stream("Puedes ", "cancelar ", "ñ€😀", "\\n\\\"x\\\"", "", "fin");

	private static final List<String> TEXTS = List.of("", "Puedes ", "cancelar ", "ñ€😀", "\n\"x\"", "", "fin", "");

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
	void streamWhenNothingIsSaidThenUsageIsAskedForUnlessSwitchedOffOrSetOtherwise() {
		this.server.thenEvents(PLAIN).thenEvents(PLAIN).thenEvents(PLAIN).thenJson(200, Answers.OK);
		Endpoint endpoint = this.server.endpoint();
		endpoint.generateTextStream("Hola").result();
		endpoint.generateTextStream((request) -> request.prompt("Hola").streamUsage(false)).result();
		endpoint
			.generateTextStream(
					(request) -> request.prompt("Hola").extra("stream_options", Map.of("include_usage", false)))
			.result();
		endpoint.generateText("Hola");
		assertThat(this.server.requests()).extracting((request) -> request.body().contains("\"include_usage\":true"))
			.containsExactly(true, false, false, false);
		assertThat(this.server.requests()).extracting((request) -> request.body().contains("stream_options"))
			.containsExactly(true, false, true, false);
	}

	@ParameterizedTest
	@ValueSource(strings = { Answers.DONE, "" })
	void streamWhenTheLastChunkWaitsForItsUsageThenDemandIsStillObeyed(String end) {
		this.server.thenEvents(Answers.delta("a") + Answers.STOP + end);
		StepVerifier.create(this.server.endpoint().reactive().generateTextStream("Hola"), 1)
			.assertNext((chunk) -> assertThat(chunk.text()).isEqualTo("a"))
			.expectNoEvent(Duration.ofMillis(50))
			.thenRequest(1)
			.assertNext((chunk) -> assertThat(chunk.finishReason()).isEqualTo("stop"))
			.expectComplete()
			.verify(Duration.ofSeconds(20));
	}

	@Test
	void streamWhenUsageChunkThenNotPassedOnAsAnEmptyText() {
		this.server.thenEvents(Answers.delta("a") + Answers.STOP
				+ Answers.event(
						"{\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4,\"total_tokens\":7}}")
				+ Answers.DONE);
		List<TextChunk> chunks = read(this.server.endpoint());
		assertThat(chunks).extracting(TextChunk::text).containsExactly("a", "");
		assertThat(chunks.get(1).finishReason()).isEqualTo("stop");
		assertThat(chunks.get(1).usage()).isEqualTo(Usage.of(3, 4).withTotalTokens(7));
	}

	@Test
	void streamWhenUsageChunkThenNoErrorAndUsageInResult() {
		this.server.thenEvents(Answers.event("{\"model\":\"m\",\"choices\":[{\"delta\":{\"content\":\"a\"}}]}")
				+ Answers.STOP
				+ Answers.event(
						"{\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4,\"total_tokens\":7}}")
				+ Answers.DONE);
		TextResult result = this.server.endpoint().generateTextStream("Hola").result();
		assertThat(result.text()).isEqualTo("a");
		assertThat(result.usage()).isEqualTo(Usage.of(3, 4).withTotalTokens(7));
		assertThat(result.finishReason()).isEqualTo("stop");
		assertThat(result.model()).isEqualTo("m");
		assertThat(result.raw().at("/choices/0/message/content").asString()).isEqualTo("a");
	}

	@Test
	void resultWhenPartlyReadThenStillWhole() {
		this.server.thenEvents(PLAIN);
		TextStream stream = this.server.endpoint().generateTextStream("Hola");
		Iterator<TextChunk> chunks = stream.iterator();
		chunks.next();
		chunks.next();
		assertThat(stream.result().text()).isEqualTo(String.join("", TEXTS));
	}

	@Test
	void streamWhenSeveralChoicesThenEachChunkTellsItsOwn() {
		this.server.thenEvents(Answers.delta("a")
				+ Answers
					.event("{\"choices\":[{\"index\":1,\"delta\":{\"content\":\"B\"},\"finish_reason\":\"length\"}]}")
				+ Answers.STOP);
		assertThat(read(this.server.endpoint())).extracting(TextChunk::choice, TextChunk::text, TextChunk::finishReason)
			.containsExactly(tuple(0, "a", null), tuple(0, "", "stop"), tuple(1, "B", "length"));
	}

	@Test
	void choicesWhenInOneFrameThenHandedOnAsTheyAreAskedFor() {
		this.server.thenEvents(Answers.event(
				"{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}},{\"index\":1,\"delta\":{\"content\":\"b\"}}]}")
				+ Answers.event("{\"choices\":[{\"index\":1,\"delta\":{},\"finish_reason\":\"stop\"}]}")
				+ Answers.STOP);
		StepVerifier
			.create(this.server.endpoint().reactive().generateTextStream("Hola").map((chunk) -> chunk.choice()), 0)
			.thenRequest(1)
			.expectNext(0)
			.thenRequest(1)
			.expectNext(1)
			.thenRequest(1)
			.expectNext(0)
			.thenRequest(1)
			.expectNext(1)
			.verifyComplete();
	}

	@Test
	void streamWhenOneOfSeveralChoicesHasNoEndThenInterrupted() {
		this.server.thenEvents(Answers.delta("a")
				+ Answers.event("{\"choices\":[{\"index\":1,\"delta\":{\"content\":\"B\"}}]}") + Answers.STOP);
		assertThatExceptionOfType(StreamInterruptedException.class).isThrownBy(() -> read(this.server.endpoint()))
			.satisfies((ex) -> assertThat(ex.partialText()).isEqualTo("a"));
	}

	@Test
	void streamWhenOpenedThenReturnsBeforeTheFirstChunk() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		this.server.then((exchange) -> {
			exchange.head();
			exchange.await(release);
			exchange.chunk(PLAIN);
			exchange.end();
		});
		try (TextStream stream = this.server.endpoint().generateTextStream("Hola")) {
			release.countDown();
			assertThat(stream.result().text()).isEqualTo(String.join("", TEXTS));
		}
	}

	@Test
	void streamWhenDoneThenConnectionIsUsedAgain() {
		this.server.thenEvents(PLAIN);
		try (GaugedPool pool = new GaugedPool()) {
			Endpoint endpoint = this.server.builder()
				.webClientBuilder(pool.webClient())
				.build()
				.endpoint("support-bot");
			for (int i = 0; i < 5; i++) {
				read(endpoint);
				// The connection is on its way back when the reader has all chunks.
				pool.assertNothingIsTaken();
			}
		}
		assertThat(this.server.connections()).isEqualTo(1);
	}

	@Test
	void streamWhenDoneButTheResponseStaysOpenThenCompleteAtOnceAndConnectionClosed() throws Exception {
		CountDownLatch closed = new CountDownLatch(1);
		this.server.then((exchange) -> {
			exchange.head();
			exchange.chunk(PLAIN);
			exchange.awaitClosed(closed);
		});
		assertThat(read(this.server.endpoint())).hasSize(TEXTS.size());
		assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void streamWhenClosedEarlyThenConnectionClosed() throws Exception {
		CountDownLatch closed = new CountDownLatch(1);
		this.server.then((exchange) -> {
			exchange.head();
			exchange.chunk(Answers.delta("a"));
			exchange.awaitClosed(closed);
		});
		TextStream stream = this.server.endpoint().generateTextStream("Hola");
		Iterator<TextChunk> chunks = stream.iterator();
		assertThat(chunks.next().text()).isEqualTo("a");
		stream.close();
		assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
		assertThatIllegalStateException().isThrownBy(chunks::hasNext).withMessageContaining("closed");
	}

	@Test
	void streamWhenReadTwiceThenIllegalState() {
		this.server.thenEvents(PLAIN);
		TextStream stream = this.server.endpoint().generateTextStream("Hola");
		stream.iterator();
		assertThatIllegalStateException().isThrownBy(stream::iterator);
	}

	@Test
	void streamWhenReaderIsInterruptedThenTransportExceptionAndConnectionClosed() throws Exception {
		CountDownLatch closed = new CountDownLatch(1);
		Thread reader = Thread.currentThread();
		this.server.then((exchange) -> {
			exchange.head();
			exchange.chunk(Answers.delta("a"));
			exchange.awaitClosed(closed);
		});
		TextStream stream = this.server.endpoint().generateTextStream("Hola");
		Iterator<TextChunk> chunks = stream.iterator();
		chunks.next();
		reader.interrupt();
		assertThatExceptionOfType(TransportException.class).isThrownBy(chunks::hasNext)
			.withMessageContaining("interrupted");
		assertThat(Thread.interrupted()).isTrue();
		assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void reactiveStreamWhenSlowSubscriberThenOnlyWhatWasAskedFor() {
		this.server.thenEvents(PLAIN);
		StepVerifier.create(this.server.endpoint().reactive().generateTextStream("Hola"), 0)
			.thenRequest(1)
			.expectNextMatches((chunk) -> chunk.text().isEmpty())
			.expectNoEvent(Duration.ofMillis(50))
			.thenRequest(2)
			.expectNextCount(2)
			.thenRequest(5)
			.expectNextCount(5)
			.verifyComplete();
	}

	@Test
	void reactiveStreamWhenCancelledThenConnectionClosed() throws Exception {
		CountDownLatch closed = new CountDownLatch(1);
		this.server.then((exchange) -> {
			exchange.head();
			exchange.chunk(Answers.delta("a") + Answers.delta("b"));
			exchange.awaitClosed(closed);
		});
		StepVerifier.create(this.server.endpoint().reactive().generateTextStream("Hola"))
			.expectNextCount(1)
			.thenCancel()
			.verify();
		assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void streamWhenReaderIsSlowThenServerIsHeldBack() throws Exception {
		CountDownLatch tenMegabytes = new CountDownLatch(1);
		String frames = Answers.delta("x".repeat(1000)).repeat(64);
		this.server.then((exchange) -> {
			exchange.head();
			for (int i = 0; i < 1000; i++) {
				exchange.chunk(frames);
				if (i == 500) {
					tenMegabytes.countDown();
				}
			}
			exchange.chunk(Answers.STOP);
			exchange.end();
		});
		try (TextStream stream = this.server.endpoint().generateTextStream("Hola")) {
			Iterator<TextChunk> chunks = stream.iterator();
			chunks.next();
			// 32 MB cannot have been taken while one chunk was read.
			assertThat(tenMegabytes.await(500, TimeUnit.MILLISECONDS)).isFalse();
			int count = 1;
			while (chunks.hasNext()) {
				chunks.next();
				count++;
			}
			assertThat(count).isEqualTo(64_001);
		}
	}

}
