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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.error.CallRejectedException;
import dev.inferencekey.error.InferenceKeyException;
import dev.inferencekey.error.StreamInterruptedException;
import dev.inferencekey.error.TransportException;
import dev.inferencekey.resilience.Timeouts;
import dev.inferencekey.transport.WorkloadMonitor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/**
 * Calls under way when the client ends, and what calls do to each other.
 */
class ShutdownWireTests {

	private final WireServer server = new WireServer();

	@AfterEach
	void close() {
		this.server.close();
	}

	private enum Moment {

		BEFORE_THE_HEAD, AFTER_THE_HEAD, IN_THE_BODY

	}

	static Stream<Arguments> moments() {
		return Stream.of("blocking", "reactive", "streaming")
			.flatMap((kind) -> Stream.of(Moment.values()).map((moment) -> Arguments.of(kind, moment)));
	}

	private static Object call(Endpoint endpoint, String kind) {
		return switch (kind) {
			case "blocking" -> endpoint.generateText("Hola");
			case "reactive" -> endpoint.reactive().generateText("Hola").block();
			default -> endpoint.generateTextStream("Hola").result();
		};
	}

	@ParameterizedTest
	@MethodSource("moments")
	void callWhenTheClientIsClosedThenItEndsAndItsConnectionTooWhosesoeverTheWebClientIs(String kind, Moment moment)
			throws Exception {
		CountDownLatch arrived = new CountDownLatch(1);
		CountDownLatch closed = new CountDownLatch(1);
		this.server.then((exchange) -> {
			if (moment != Moment.BEFORE_THE_HEAD) {
				exchange.head();
			}
			if (moment == Moment.IN_THE_BODY) {
				exchange.chunk(kind.equals("streaming") ? Answers.delta("a") : "{");
			}
			arrived.countDown();
			exchange.awaitClosed(closed);
		});
		DataClient client = this.server.builder().webClientBuilder(WebClient.builder()).build();
		CompletableFuture<Object> call = CompletableFuture
			.supplyAsync(() -> call(client.endpoint("support-bot"), kind));
		assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
		client.close();
		assertThat(call).failsWithin(Duration.ofSeconds(10))
			.withThrowableThat()
			.havingCause()
			.isInstanceOfAny(TransportException.class, StreamInterruptedException.class)
			.withMessageContainingAll("support-bot", "the client was closed before the answer was complete");
		assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(this.server.requests()).hasSize(1);
		WorkloadMonitor monitor = client.monitor("support-bot");
		await().untilAsserted(() -> assertThat(monitor.inFlight()).isZero());
	}

	@Test
	void clientWhenShutDownOnlyThenRunningCallsGoOn() throws Exception {
		CountDownLatch arrived = new CountDownLatch(1);
		CountDownLatch go = new CountDownLatch(1);
		this.server.then((exchange) -> {
			arrived.countDown();
			exchange.await(go);
			exchange.respond(200, "application/json", Answers.OK);
		});
		DataClient client = this.server.client();
		CompletableFuture<Object> call = CompletableFuture
			.supplyAsync(() -> client.endpoint("support-bot").generateText("Hola").text());
		assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
		CompletableFuture<Void> ended = client.shutdown().toCompletableFuture();
		assertThat(ended).isNotDone();
		go.countDown();
		assertThat(call).succeedsWithin(Duration.ofSeconds(10)).isEqualTo("ok");
		assertThat(ended).succeedsWithin(Duration.ofSeconds(10));
	}

	@Test
	void clientWhenResumedWhileACallRunsThenItsShutdownStopsWaiting() throws Exception {
		CountDownLatch go = new CountDownLatch(1);
		this.server.then((exchange) -> {
			exchange.await(go);
			exchange.respond(200, "application/json", Answers.OK);
		});
		DataClient client = this.server.client();
		CompletableFuture<Object> call = CompletableFuture
			.supplyAsync(() -> client.endpoint("support-bot").generateText("Hola").text());
		await().until(() -> this.server.requests().size() == 1);
		CompletableFuture<Void> ended = client.shutdown().toCompletableFuture();
		client.resume();
		assertThat(ended).succeedsWithin(Duration.ofSeconds(10));
		CompletableFuture<Void> endedAgain = client.shutdown().toCompletableFuture();
		assertThat(endedAgain).isNotDone();
		go.countDown();
		assertThat(call).succeedsWithin(Duration.ofSeconds(10)).isEqualTo("ok");
		assertThat(endedAgain).succeedsWithin(Duration.ofSeconds(10));
		client.close();
		client.resume();
		assertThatExceptionOfType(CallRejectedException.class)
			.isThrownBy(() -> client.endpoint("support-bot").generateText("Hola"));
	}

	@Test
	void streamWhenTheHeadTakesMostOfTheTimeToTheFirstChunkThenTheBodyHasOnlyTheRest() {
		Endpoint endpoint = slowEndpoint(Answers.stream("a"));
		InferenceKeyException failure = catchThrowableOfType(InferenceKeyException.class,
				() -> endpoint.generateTextStream("Hola").result());
		assertThat(failure).hasMessageContainingAll("400 ms", "timeout.first-chunk");
	}

	@Test
	void callWhenItsAnswerIsSlowThenItIsNotHeldToTheFirstChunk() {
		assertThat(slowEndpoint(Answers.OK).generateText("Hola").text()).isEqualTo("ok");
	}

	private Endpoint slowEndpoint(String body) {
		this.server.then((exchange) -> {
			exchange.pause(Duration.ofMillis(300));
			exchange.head();
			exchange.pause(Duration.ofMillis(300));
			exchange.chunk(body);
			exchange.end();
		});
		return this.server.builder()
			.timeouts(Timeouts.UNSET.withFirstChunk(Duration.ofMillis(400))
				.withIdle(Duration.ofMinutes(1))
				.withTotal(Duration.ofMinutes(1)))
			.build()
			.endpoint("support-bot");
	}

	@Test
	void callWhenAQueuedOneHasAFilterThatBlocksThenItsAnswerIsHandedOnAllTheSame() throws Exception {
		CountDownLatch arrived = new CountDownLatch(1);
		CountDownLatch go = new CountDownLatch(1);
		CountDownLatch filter = new CountDownLatch(1);
		AtomicInteger sent = new AtomicInteger();
		this.server.then((exchange) -> {
			arrived.countDown();
			exchange.await(go);
			exchange.respond(200, "application/json", Answers.OK);
		}).thenJson(200, Answers.OK);
		Endpoint endpoint = this.server.builder().webClientBuilder(WebClient.builder().filter((request, next) -> {
			if (sent.incrementAndGet() == 2) {
				try {
					assertThat(filter.await(20, TimeUnit.SECONDS)).isTrue();
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
			}
			return next.exchange(request);
		})).defaults((settings) -> settings.concurrency(Policies.permits(1, 10))).build().endpoint("support-bot");
		List<CompletableFuture<String>> calls = Stream.of("a", "b")
			.map((prompt) -> endpoint.reactive().generateText(prompt).map((result) -> result.text()).toFuture())
			.toList();
		assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
		go.countDown();
		assertThat(calls.get(0)).succeedsWithin(Duration.ofSeconds(10)).isEqualTo("ok");
		assertThat(calls.get(1)).isNotDone();
		filter.countDown();
		assertThat(calls.get(1)).succeedsWithin(Duration.ofSeconds(10)).isEqualTo("ok");
	}

	@Test
	void callWhenItIsRepeatedThenItsFilterMayBlockAsAtTheFirstTime() {
		this.server.thenJson(503, "{}").thenJson(200, Answers.OK);
		Endpoint endpoint = this.server.builder().webClientBuilder(WebClient.builder().filter((request, next) -> {
			Mono.delay(Duration.ofMillis(1)).block();
			return next.exchange(request);
		})).build().endpoint("support-bot");
		assertThat(endpoint.generateText("Hola").text()).isEqualTo("ok");
	}

}
