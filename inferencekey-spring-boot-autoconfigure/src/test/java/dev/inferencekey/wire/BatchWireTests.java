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
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.embedding.EmbedRequest;
import dev.inferencekey.embedding.EmbedResult;
import dev.inferencekey.error.ApiException;
import dev.inferencekey.error.TransportException;
import dev.inferencekey.error.ValidationException;
import dev.inferencekey.operation.Usage;
import dev.inferencekey.resilience.ConcurrencySettings;
import dev.inferencekey.resilience.RetrySettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Embedding more texts than one request takes.
 */
class BatchWireTests {

	private static final WireServer.Script ANSWER = new Embedder(1);

	private final WireServer server = new WireServer();

	@AfterEach
	void close() {
		this.server.close();
	}

	private DataClient.Builder client() {
		return this.server.builder().retry(RetrySettings.UNSET.withMaxAttempts(1));
	}

	private Endpoint endpoint(int batchSize) {
		return client().workload("support-bot", (settings) -> settings.embedBatchSize(batchSize))
			.build()
			.endpoint("support-bot");
	}

	private Endpoint oneAtATime(int batchSize) {
		return client()
			.workload("support-bot", (settings) -> settings.embedBatchSize(batchSize).maxConcurrentBatches(1))
			.build()
			.endpoint("support-bot");
	}

	private List<Integer> sizes() {
		return this.server.requests().stream().map((request) -> Embedder.texts(request).size()).toList();
	}

	private static List<String> texts(int count) {
		return IntStream.range(0, count).mapToObj(Integer::toString).toList();
	}

	private static float[][] vectors(int count) {
		return IntStream.range(0, count).mapToObj((i) -> new float[] { i }).toArray(float[][]::new);
	}

	private static boolean begins(WireServer.Exchange exchange, int text) {
		return Embedder.texts(exchange.request()).get(0) == text;
	}

	private static WireServer.Script atMost(int size, int status, String message) {
		return (exchange) -> {
			if (Embedder.texts(exchange.request()).size() > size) {
				exchange.respond(status, "application/json", "{\"message\":\"" + message + "\"}");
			}
			else {
				ANSWER.run(exchange);
			}
		};
	}

	@Test
	void embedWhenAsManyAsTheBatchSizeThenOneRequest() {
		this.server.then(ANSWER);

		EmbedResult result = this.server.endpoint().embed(texts(64));

		assertThat(result.embeddings()).containsExactly(vectors(64));
		assertThat(sizes()).containsExactly(64);
	}

	@Test
	void embedWhenMoreThanTheBatchSizeThenOneResultOfAll() {
		this.server.then(ANSWER);

		EmbedResult result = this.server.endpoint().embed(texts(150));

		assertThat(result.embeddings()).containsExactly(vectors(150));
		assertThat(result.model()).isEqualTo("minilm");
		assertThat(result.usage()).isEqualTo(Usage.of(150, 0));
		assertThat(sizes()).containsExactlyInAnyOrder(64, 64, 22);
	}

	@Test
	void embedWhenTheRequestHasABatchSizeThenItWins() {
		this.server.then(ANSWER);

		endpoint(10).embed((request) -> request.input(texts(4)).batchSize(2).dimensions(1));

		assertThat(sizes()).containsExactly(2, 2);
		assertThat(this.server.requests())
			.allSatisfy((request) -> assertThat(request.body()).contains("\"dimensions\":1").doesNotContain("batch"));
	}

	@Test
	void embedWhenTheBatchSizeIsNotPositiveThenValidationExceptionAndNothingSent() {
		Endpoint endpoint = endpoint(10);

		assertThatExceptionOfType(ValidationException.class)
			.isThrownBy(() -> endpoint.embed((request) -> request.input("0").batchSize(0)))
			.withMessageContaining("batchSize is 0; it must be at least 1");
		assertThat(this.server.requests()).isEmpty();
	}

	@Test
	void embedWhenATextOfALaterBatchIsBrokenThenNothingIsSent() {
		Endpoint endpoint = endpoint(1);

		assertThatExceptionOfType(ValidationException.class).isThrownBy(() -> endpoint.embed("0", "1", "\ude00"))
			.withMessageContaining("input[2] has half a surrogate pair")
			.withMessageContaining("nothing was sent");
		assertThat(this.server.requests()).isEmpty();
	}

	@Test
	void embedWhenSeveralBatchesThenFourAtATimeAndInOrder() {
		AtomicInteger running = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		CountDownLatch four = new CountDownLatch(4);
		CountDownLatch others = new CountDownLatch(3);
		this.server.then((exchange) -> {
			most.accumulateAndGet(running.incrementAndGet(), Math::max);
			four.countDown();
			exchange.await(four);
			if (begins(exchange, 0)) {
				exchange.await(others);
			}
			running.decrementAndGet();
			ANSWER.run(exchange);
			others.countDown();
		});

		EmbedResult result = endpoint(1).embed(texts(9));

		assertThat(result.embeddings()).containsExactly(vectors(9));
		assertThat(most).hasValue(4);
	}

	@Test
	void embedWhenFewerCallsMayBeInFlightThenNoMoreBatches() {
		AtomicInteger running = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		this.server.then((exchange) -> {
			most.accumulateAndGet(running.incrementAndGet(), Math::max);
			running.decrementAndGet();
			ANSWER.run(exchange);
		});
		Endpoint endpoint = client()
			.workload("support-bot",
					(settings) -> settings.embedBatchSize(1)
						.concurrency(ConcurrencySettings.UNSET.withMaxInFlight(1).withMaxQueued(0)))
			.build()
			.endpoint("support-bot");

		assertThat(endpoint.embed(texts(5)).embeddings()).containsExactly(vectors(5));
		assertThat(most).hasValue(1);
	}

	@Test
	void embedWhenABatchFailsThenTheOthersAreCancelledAndItsTextsNamed() throws Exception {
		CountDownLatch first = new CountDownLatch(1);
		CountDownLatch closed = new CountDownLatch(1);
		this.server.then((exchange) -> {
			if (begins(exchange, 0)) {
				first.countDown();
				exchange.awaitClosed(closed);
				return;
			}
			exchange.await(first);
			exchange.respond(500, "application/json", "{\"message\":\"out of memory\"}");
		});
		Endpoint endpoint = endpoint(2);

		assertThatExceptionOfType(ApiException.class).isThrownBy(() -> endpoint.embed(texts(4)))
			.withMessageContaining("out of memory")
			.withMessageEndingWith("(inputs 2 to 3)")
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(500));
		assertThat(closed.await(1, TimeUnit.MINUTES)).isTrue();
	}

	@Test
	void embedWhenCancelledThenEachConnectionIsClosed() throws Exception {
		CountDownLatch open = new CountDownLatch(2);
		CountDownLatch closed = new CountDownLatch(2);
		this.server.then((exchange) -> {
			open.countDown();
			exchange.awaitClosed(closed);
		});

		Disposable call = endpoint(1).reactive().embed("0", "1").subscribe();
		assertThat(open.await(1, TimeUnit.MINUTES)).isTrue();
		call.dispose();

		assertThat(closed.await(1, TimeUnit.MINUTES)).isTrue();
	}

	@Test
	void embedWhenABatchIsTooLargeThenHalvedAndRemembered() {
		this.server.then(atMost(2, 422, "batch size 7 > maximum allowed batch size 2"));
		Endpoint endpoint = oneAtATime(7);

		assertThat(endpoint.embed(texts(9)).embeddings()).containsExactly(vectors(9));
		assertThat(sizes()).containsExactly(7, 4, 2, 2, 2, 1, 2);
		assertThat(endpoint.embed(texts(5)).embeddings()).containsExactly(vectors(5));
		assertThat(sizes()).endsWith(2, 2, 1);
		assertThat(endpoint.reactive().embedAll(texts(3)).collectList().block()).containsExactly(vectors(3));
		assertThat(sizes()).endsWith(2, 1);
	}

	@Test
	void embedWhenABatchWasTooLargeThenItsPartsAreSentAtTheSameTime() {
		CyclicBarrier four = new CyclicBarrier(4);
		AtomicBoolean together = new AtomicBoolean();
		WireServer.Script twoAtMost = atMost(2, 422, "batch size 8 > maximum allowed batch size 2");
		this.server.then((exchange) -> {
			if (together.get()) {
				await(four);
			}
			twoAtMost.run(exchange);
		});
		Endpoint endpoint = endpoint(8);
		endpoint.embed(texts(8));
		together.set(true);

		assertThat(endpoint.embed(texts(8)).embeddings()).containsExactly(vectors(8));
	}

	private static void await(CyclicBarrier barrier) {
		try {
			barrier.await(20, TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new AssertionError("the requests do not come at the same time", ex);
		}
	}

	@Test
	void embedAllWhenTwoTextsWereTooLongTogetherThenLaterBatchesGrowAgain() {
		this.server.then((exchange) -> {
			if (Embedder.texts(exchange.request()).containsAll(List.of(0, 1))) {
				exchange.respond(413, "application/json", "{}");
			}
			else {
				ANSWER.run(exchange);
			}
		});
		Endpoint endpoint = oneAtATime(7);
		assertThat(endpoint.embed("0", "1").embeddings()).containsExactly(vectors(2));
		this.server.requests().clear();

		Flux<float[]> vectors = endpoint.reactive().embedAll(Flux.range(2, 198).map(String::valueOf));

		assertThat(vectors.map((vector) -> vector[0]).collectList().block())
			.isEqualTo(IntStream.range(2, 200).mapToObj((i) -> (float) i).toList());
		assertThat(sizes()).startsWith(1, 1, 1).endsWith(7, 7, 7, 2);
	}

	@Test
	void embedWhenABatchHasTooManyTokensThenHalvedAndNotRemembered() {
		this.server.then((exchange) -> {
			if (Embedder.texts(exchange.request()).containsAll(List.of(0, 1))) {
				exchange.respond(400, "application/json",
						"{\"message\":\"Requested 9000 tokens, max 8192 tokens per request\"}");
			}
			else {
				ANSWER.run(exchange);
			}
		});
		Endpoint endpoint = oneAtATime(4);

		assertThat(endpoint.embed(texts(8)).embeddings()).containsExactly(vectors(8));
		assertThat(sizes()).containsExactly(4, 2, 1, 1, 2, 4);
	}

	@Test
	void embedWhenTheContentIsTooLargeThenHalved() {
		this.server.then(atMost(1, 413, "no"));

		assertThat(this.server.endpoint().embed(texts(3)).embeddings()).containsExactly(vectors(3));
	}

	@Test
	void embedWhenASingleTextIsTooLargeThenItIsNamedAndNoSizeRemembered() {
		this.server.then((exchange) -> {
			if (Embedder.texts(exchange.request()).contains(5)) {
				exchange.respond(400, "application/json", "{\"message\":\"input is too large to process\"}");
			}
			else {
				ANSWER.run(exchange);
			}
		});
		Endpoint endpoint = oneAtATime(8);

		assertThatExceptionOfType(ValidationException.class).isThrownBy(() -> endpoint.embed(texts(8)))
			.withMessageEndingWith("(input 5)");
		this.server.requests().clear();
		endpoint.embed(texts(5));

		assertThat(sizes()).containsExactly(5);
	}

	@Test
	void embedWhenTheRequestHasATimeoutThenItBoundsAllBatches() {
		this.server.then((exchange) -> {
			exchange.pause(Duration.ofMillis(50));
			ANSWER.run(exchange);
		}).then((exchange) -> exchange.awaitClosed(new CountDownLatch(1)));
		EmbedRequest request = EmbedRequest.builder()
			.input("0", "1")
			.batchSize(1)
			.timeout(Duration.ofMillis(990))
			.build();
		Endpoint endpoint = oneAtATime(1);

		assertThatExceptionOfType(TransportException.class).isThrownBy(() -> endpoint.embed(request))
			.withMessageEndingWith("(input 1)")
			.satisfies((ex) -> {
				Matcher time = Pattern.compile("(\\d+) ms").matcher(ex.getMessage());
				assertThat(time.find()).isTrue();
				assertThat(Integer.parseInt(time.group(1))).isLessThanOrEqualTo(940);
			});
	}

	@Test
	void embedAllWhenNothingIsGivenThenNothingIsSent() {
		assertThat(endpoint(2).reactive().embedAll(Flux.empty()).collectList().block()).isEmpty();
		assertThat(this.server.requests()).isEmpty();
	}

	@Test
	void embedAllWhenReadSlowlyThenTextsAreTakenAsVectorsAre() {
		this.server.then(ANSWER);
		AtomicInteger taken = new AtomicInteger();
		Flux<String> endless = Flux.generate((sink) -> sink.next(Integer.toString(taken.getAndIncrement())));

		List<float[]> vectors = endpoint(2).reactive().embedAll(endless).take(3).collectList().block();

		assertThat(vectors).containsExactly(vectors(3));
		// A few batches that were read from, and four that wait.
		assertThat(taken.get()).isBetween(8, 24);
	}

	@Test
	void embedAllWhenCancelledThenTheConnectionIsClosed() throws Exception {
		CountDownLatch open = new CountDownLatch(1);
		CountDownLatch closed = new CountDownLatch(1);
		this.server.then((exchange) -> {
			open.countDown();
			exchange.awaitClosed(closed);
		});

		Disposable call = endpoint(2).reactive().embedAll(Flux.just("0")).subscribe();
		assertThat(call.isDisposed()).isFalse();
		assertThat(open.await(1, TimeUnit.MINUTES)).isTrue();
		call.dispose();

		assertThat(closed.await(1, TimeUnit.MINUTES)).isTrue();
	}

	@Test
	void embedAllWhenTheSourceFailsThenItsError() {
		this.server.then(ANSWER);
		Flux<String> broken = Flux.just("0").concatWith(Flux.error(new IOException("disk error")));

		CompletableFuture<List<float[]>> call = endpoint(1).reactive().embedAll(broken).collectList().toFuture();

		assertThat(call).failsWithin(Duration.ofMinutes(1)).withThrowableThat().withMessageContaining("disk error");
	}

	@Test
	void embedAllWhenATextIsBrokenThenItsIndexAmongAll() {
		this.server.then(ANSWER);

		assertThatExceptionOfType(ValidationException.class)
			.isThrownBy(() -> oneAtATime(2).reactive().embedAll(List.of("0", "1", "2", "\ud83d")).blockLast())
			.withMessageContaining("input[3] has half a surrogate pair")
			.withMessageEndingWith("(inputs 2 to 3)");
	}

}
