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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.credential.KeySource;
import dev.inferencekey.error.TransportException;
import dev.inferencekey.resilience.RetrySettings;
import dev.inferencekey.transport.WorkloadMonitor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Callers who leave, at every stage of every kind of call: the place and the connection
 * are given back, the server is told, and nothing is sent any more.
 */
@ExtendWith(OutputCaptureExtension.class)
class CancellationTests {

	private final WireServer server = new WireServer();

	private final GaugedPool pool = new GaugedPool();

	private final CountDownLatch reached = new CountDownLatch(1);

	private final CountDownLatch closed = new CountDownLatch(1);

	private final CountDownLatch release = new CountDownLatch(1);

	private final Keys keys = new Keys();

	private final DataClient client = this.server.builder()
		.webClientBuilder(this.pool.webClient())
		.defaults((settings) -> settings.keys(this.keys)
			.retry(RetrySettings.UNSET.withMaxAttempts(3)
				.withInitialBackoff(Duration.ofMillis(1))
				.withMaxBackoff(Duration.ofMinutes(2)))
			.concurrency(Policies.permits(1, 1)))
		.build();

	private final Endpoint endpoint = this.client.endpoint("support-bot");

	private final WorkloadMonitor monitor = this.client.monitor("support-bot");

	@AfterEach
	void close() {
		this.release.countDown();
		this.client.close();
		this.server.close();
		this.pool.close();
	}

	private final class Keys implements KeySource {

		@Override
		public ApiKey current(String workload) {
			return ApiKey.of(WireServer.KEY);
		}

		@Override
		public boolean renew(String workload, @Nullable ApiKey refused) {
			CancellationTests.this.reached.countDown();
			try {
				return CancellationTests.this.release.await(20, TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				return false;
			}
		}

	}

	/**
	 * Where a call is when its caller leaves.
	 */
	enum Stage {

		QUEUED, SENT, HEAD, BODY, BACKOFF, STARTING, RENEWAL

	}

	/**
	 * How a caller leaves.
	 */
	enum Leaving {

		INTERRUPTED(CallKind.BLOCKING), INTERRUPTED_IN_A_STREAM(CallKind.STREAMING), CANCELLED(CallKind.BLOCKING),
		CANCELLED_STREAM(CallKind.STREAMING);

		private final CallKind kind;

		Leaving(CallKind kind) {
			this.kind = kind;
		}

		// How to leave, and what a blocked caller is told.
		private Call call(Endpoint endpoint) {
			CompletableFuture<@Nullable Throwable> told = new CompletableFuture<>();
			if (this == CANCELLED || this == CANCELLED_STREAM) {
				Disposable call = (this == CANCELLED) ? endpoint.reactive().generateText("Hola").subscribe()
						: endpoint.reactive().generateTextStream("Hola").subscribe();
				told.complete(null);
				return new Call(call::dispose, told);
			}
			Thread thread = new Thread(() -> {
				try {
					this.kind.text(endpoint);
					told.completeExceptionally(new AssertionError("answered"));
				}
				catch (RuntimeException ex) {
					told.complete(Thread.currentThread().isInterrupted() ? ex : new AssertionError("the flag is lost"));
				}
			});
			thread.start();
			return new Call(thread::interrupt, told);
		}

	}

	private record Call(Runnable leave, CompletableFuture<@Nullable Throwable> told) {
	}

	static Stream<Arguments> everything() {
		return Stream.of(Stage.values())
			.flatMap((stage) -> Stream.of(Leaving.values()).map((leaving) -> Arguments.of(stage, leaving)));
	}

	private void script(Stage stage) {
		this.server.then((exchange) -> {
			switch (stage) {
				case SENT -> {
				}
				case HEAD -> exchange.head();
				case BODY -> {
					exchange.head();
					exchange.chunk(CallKind.isStream(exchange)
							? "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\ndata: {" : "{\"choices\"");
				}
				case BACKOFF -> exchange.respond(429, "application/json", "{}", "retry-after: 15");
				case STARTING -> exchange.respond(503, "application/json", "{}", "retry-after: 60");
				case RENEWAL -> exchange.respond(401, "application/json", "{}");
				case QUEUED -> {
					// Of the call that has the place.
					this.reached.countDown();
					exchange.await(this.release);
					CallKind.answer(exchange);
				}
			}
			if (stage == Stage.SENT || stage == Stage.HEAD || stage == Stage.BODY) {
				this.reached.countDown();
				exchange.awaitClosed(this.closed);
			}
		});
	}

	private void awaitReached(Stage stage) throws InterruptedException {
		switch (stage) {
			case QUEUED -> await().untilAsserted(() -> assertThat(this.monitor.queued()).isEqualTo(1));
			case STARTING -> await().untilAsserted(() -> assertThat(this.monitor.waitingForStart()).isEqualTo(1));
			case BACKOFF -> {
				// Has its place, and no connection any more.
				await().untilAsserted(() -> assertThat(this.server.requests()).hasSize(1));
				this.pool.assertNothingIsTaken();
				assertThat(this.monitor.inFlight()).isEqualTo(1);
			}
			default -> assertThat(this.reached.await(10, TimeUnit.SECONDS)).isTrue();
		}
	}

	@ParameterizedTest
	@MethodSource("everything")
	void callWhenItsCallerLeavesThenEverythingIsGivenBackAndTheNextCallWorks(Stage stage, Leaving leaving,
			CapturedOutput output) throws Exception {
		script(stage);
		Mono<String> first = this.endpoint.reactive().generateText("first").map((result) -> result.text());
		CompletableFuture<String> holder = (stage == Stage.QUEUED) ? first.toFuture()
				: CompletableFuture.completedFuture("ok");
		if (stage == Stage.QUEUED) {
			assertThat(this.reached.await(10, TimeUnit.SECONDS)).isTrue();
		}
		Call call = leaving.call(this.endpoint);
		awaitReached(stage);
		call.leave().run();
		Throwable told = call.told().get(10, TimeUnit.SECONDS);
		if (leaving == Leaving.INTERRUPTED || leaving == Leaving.INTERRUPTED_IN_A_STREAM) {
			assertThat(told).isInstanceOf(TransportException.class)
				.hasMessageContainingAll("support-bot", "interrupted");
		}
		if (stage == Stage.SENT || stage == Stage.HEAD || stage == Stage.BODY) {
			assertThat(this.closed.await(10, TimeUnit.SECONDS)).as("the server is told").isTrue();
		}
		await().untilAsserted(() -> assertThat(this.monitor.queued() + this.monitor.waitingForStart()).isZero());
		this.release.countDown();
		assertThat(holder).succeedsWithin(Duration.ofSeconds(10)).isEqualTo("ok");
		await().untilAsserted(() -> assertThat(this.monitor.inFlight()).isZero());
		this.pool.assertNothingIsTaken();
		assertThat(this.server.requests()).hasSize(1);
		this.server.then(CallKind::answer);
		assertThat(leaving.kind.text(this.endpoint)).isEqualTo("ok");
		assertThat(this.server.requests()).as("what was left is not sent again").hasSize(2);
		assertThat(output).doesNotContain("onErrorDropped");
	}

	@ParameterizedTest
	@CsvSource({ "false, false", "false, true", "true, false", "true, true" })
	void callWhenItsCallerLeavesBetweenTheHeadAndTheBodyThenNothingStays(boolean stream, boolean whole)
			throws Exception {
		this.server.then((exchange) -> {
			if (whole) {
				CallKind.answer(exchange);
				this.closed.countDown();
			}
			else {
				exchange.head();
				exchange.awaitClosed(this.closed);
			}
		});
		Disposable.Swap call = Disposables.swap();
		CountDownLatch left = new CountDownLatch(1);
		Endpoint slow = this.server.builder()
			// What follows the head has come until then.
			.webClientBuilder(this.pool.webClient()
				.filter((request,
						next) -> next.exchange(request).delayElement(Duration.ofMillis(200)).doOnNext((response) -> {
							call.dispose();
							left.countDown();
						})))
			.build()
			.endpoint("support-bot");
		call.update(stream ? slow.reactive().generateTextStream("Hola").subscribe()
				: slow.reactive().generateText("Hola").subscribe());
		assertThat(left.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(this.closed.await(10, TimeUnit.SECONDS)).isTrue();
		this.pool.assertNothingIsTaken();
	}

}
