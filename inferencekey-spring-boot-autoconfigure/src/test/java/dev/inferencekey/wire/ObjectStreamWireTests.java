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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.inferencekey.ReactiveEndpoint;
import dev.inferencekey.error.StreamInterruptedException;
import dev.inferencekey.error.UnusableAnswerException;
import dev.inferencekey.error.ValidationException;
import dev.inferencekey.text.TextRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Elements of lists that stream through a raw socket.
 */
class ObjectStreamWireTests {

	private static final TextRequest REQUEST = TextRequest.of("Which cities?");

	private static final String STREAM = Answers.stream("{\\\"items\\\"", ":[{\\\"name\\\":\\\"Zürich\\\",\\\"peo",
			"ple\\\":1},{\\\"name\\\":\\\"a]}\\\\", "\\\"b\\\",\\\"people\\\":2}", "]}");

	private static final List<City> CITIES = List.of(new City("Zürich", 1), new City("a]}\"b", 2));

	private final WireServer server = new WireServer();

	private final ReactiveEndpoint endpoint = this.server.endpoint().reactive();

	@AfterEach
	void close() {
		this.server.close();
	}

	private Flux<City> cities() {
		return this.endpoint.generateObjects(City.class, REQUEST);
	}

	@Test
	void generateObjectsWhenSplitAtEveryByteThenTheElements() {
		byte[] bytes = STREAM.getBytes(StandardCharsets.UTF_8);
		for (int at = 1; at < bytes.length; at++) {
			int cut = at;
			this.server.then((exchange) -> {
				exchange.head();
				exchange.chunk(Arrays.copyOfRange(bytes, 0, cut));
				exchange.chunk(Arrays.copyOfRange(bytes, cut, bytes.length));
				exchange.end();
			});
			assertThat(cities().collectList().block()).as("split at byte %d", cut).isEqualTo(CITIES);
		}
		assertThat(this.server.requests().get(0).body()).contains("\"items\":{\"type\":\"array\"", "\"stream\":true");
	}

	@Test
	void generateObjectsWhenElementIsCompleteThenEmittedBeforeTheRestComes() {
		CountDownLatch seen = new CountDownLatch(1);
		this.server.then((exchange) -> {
			exchange.head();
			exchange.chunk(Answers.delta("[{\\\"name\\\":\\\"Lima\\\",\\\"people\\\":1}"));
			exchange.await(seen);
			exchange.chunk(Answers.delta("]") + Answers.STOP + Answers.DONE);
			exchange.end();
		});
		StepVerifier.create(cities().doOnNext((city) -> seen.countDown()))
			.expectNext(new City("Lima", 1))
			.verifyComplete();
	}

	@Test
	void generateObjectsWhenRefusedThenLooserWaysAndRemembered() {
		this.server.thenJson(400, "{}")
			.thenJson(501, "{}")
			.thenEvents(Answers.stream("Here: ```json\\n[", "{\\\"name\\\":\\\"Lima\\\",\\\"people\\\":1}", "]\\n```"));
		assertThat(cities().collectList().block()).containsExactly(new City("Lima", 1));
		assertThat(cities().collectList().block()).hasSize(1);
		assertThat(this.server.requests()).hasSize(4);
		assertThat(this.server.requests().get(3).body()).doesNotContain("response_format");
	}

	@Test
	void generateObjectsWhenEveryWayIsRefusedThenTheFirstRefusal() {
		this.server.thenJson(400, "{\"error\":{\"message\":\"first\"}}").thenJson(400, "{}");
		StepVerifier.create(cities())
			.verifyErrorSatisfies(
					(ex) -> assertThat(ex).isInstanceOf(ValidationException.class).hasMessageContaining("first"));
		assertThat(this.server.requests()).hasSize(3);
	}

	@Test
	void generateObjectsWhenElementDoesNotFitThenErrorAfterThoseBefore() {
		this.server.thenEvents(Answers
			.stream("[{\\\"name\\\":\\\"Lima\\\",\\\"people\\\":1},{\\\"name\\\":null,\\\"people\\\":1},{}", "]"));
		StepVerifier.create(cities())
			.expectNext(new City("Lima", 1))
			.verifyErrorSatisfies((ex) -> assertThat(ex).isInstanceOf(UnusableAnswerException.class)
				.hasMessageContaining("name must not be null"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "length", "stop" })
	void generateObjectsWhenCutThenErrorAfterTheElementsSoFar(String reason) {
		this.server.thenEvents(Answers.delta("{\\\"items\\\":[{\\\"name\\\":\\\"Lima\\\",\\\"people\\\":1},{\\\"na")
				+ Answers.event("{\"choices\":[{\"delta\":{},\"finish_reason\":\"" + reason + "\"}]}") + Answers.DONE);
		StepVerifier.create(cities())
			.expectNext(new City("Lima", 1))
			.verifyErrorSatisfies((ex) -> assertThat(ex).isInstanceOf(UnusableAnswerException.class)
				.hasMessageContaining(reason.equals("length") ? "cut off at the maximum" : "does not end")
				.extracting("text")
				.asString()
				.endsWith("{\"na"));
	}

	@Test
	void generateObjectsWhenThereIsNoListThenUnusable() {
		this.server.thenEvents(Answers.stream("I know none."));
		StepVerifier.create(cities()).verifyError(UnusableAnswerException.class);
		assertThat(this.server.requests()).hasSize(1);
	}

	@Test
	void generateObjectsWhenConnectionBreaksThenElementsAndTheInterruption() {
		this.server.then((exchange) -> {
			exchange.head();
			exchange.chunk(Answers.delta("[{\\\"name\\\":\\\"Lima\\\",\\\"people\\\":1}"));
			exchange.end();
		});
		StepVerifier.create(cities()).expectNext(new City("Lima", 1)).verifyError(StreamInterruptedException.class);
	}

	@Test
	void generateObjectsWhenCancelledThenConnectionCloses() throws InterruptedException {
		CountDownLatch closed = new CountDownLatch(1);
		this.server.then((exchange) -> {
			exchange.head();
			exchange.chunk(Answers.delta("[{\\\"name\\\":\\\"Lima\\\",\\\"people\\\":1}"));
			exchange.awaitClosed(closed);
		});
		assertThat(cities().blockFirst()).isEqualTo(new City("Lima", 1));
		assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void generateObjectsWhenAskedOneByOneThenNoMoreThanAsked() {
		this.server.thenEvents(STREAM);
		StepVerifier.create(cities(), 0)
			.expectSubscription()
			.thenRequest(1)
			.expectNext(CITIES.get(0))
			.thenRequest(1)
			.expectNext(CITIES.get(1))
			.verifyComplete();
	}

	record City(String name, int people) {
	}

}
