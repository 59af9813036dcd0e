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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.ReactiveEndpoint;
import dev.inferencekey.error.CallRejectedException;
import dev.inferencekey.resilience.ConcurrencySettings;
import dev.inferencekey.resilience.RetrySettings;
import dev.inferencekey.resilience.Timeouts;
import dev.inferencekey.text.TextResult;
import dev.inferencekey.text.TextStream;
import dev.inferencekey.transport.WorkloadMonitor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The permits of a workload and its queue, and what becomes of them when callers or the
 * client leave.
 */
class BulkheadWireTests {

	private final WireServer server = new WireServer();

	@AfterEach
	void close() {
		this.server.close();
	}

	private Endpoint endpoint(Timeouts timeouts, RetrySettings retry, ConcurrencySettings concurrency) {
		return this.server.builder()
			.defaults((settings) -> settings.timeouts(timeouts).retry(retry).concurrency(concurrency))
			.build()
			.endpoint("support-bot");
	}

	@Test
	void clientWhenClosedAndACallerThrowsThenTheOthersAreToldAllTheSame() {
		this.server.thenJson(503, "{}", "retry-after: 30");
		DataClient client = this.server.builder().retry(Policies.QUICK_RETRIES).build();
		ReactiveEndpoint endpoint = client.endpoint("support-bot").reactive();
		List<CompletableFuture<TextResult>> others = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			endpoint.generateText("throws").subscribe((answer) -> {
			}, (failure) -> {
				throw new IllegalStateException("mine");
			});
			others.add(endpoint.generateText("Hola").toFuture());
		}
		WorkloadMonitor monitor = client.monitor("support-bot");
		await().until(() -> monitor.waitingForStart() == 8);
		CompletableFuture<Void> idle = client.shutdown().toCompletableFuture();
		for (CompletableFuture<TextResult> other : others) {
			assertThat(other).failsWithin(Duration.ofSeconds(20))
				.withThrowableThat()
				.withCauseInstanceOf(CallRejectedException.class);
		}
		assertThat(idle).succeedsWithin(Duration.ofSeconds(20));
	}

	@Test
	void clientWhenShutDownThenWaitsForAStartEndAndTheOthersWhenItIsClosed() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		CountDownLatch running = new CountDownLatch(1);
		this.server.then((exchange) -> {
			String body = exchange.request().body();
			if (body.contains("start")) {
				exchange.respond(503, "application/json", "{}", "retry-after: 30");
			}
			else if (body.contains("retry")) {
				exchange.respond(429, "application/json", "{}", "retry-after: 15");
			}
			else {
				running.countDown();
				exchange.await(release);
				exchange.respond(200, "application/json", Answers.OK);
			}
		});
		DataClient client = this.server.builder()
			.workload("support-bot", (settings) -> settings.concurrency(Policies.permits(3, 1)))
			.build();
		ReactiveEndpoint endpoint = client.endpoint("support-bot").reactive();
		WorkloadMonitor monitor = client.monitor("support-bot");
		CompletableFuture<TextResult> starting = endpoint.generateText("start").toFuture();
		CompletableFuture<TextResult> retried = endpoint.generateText("retry").toFuture();
		CompletableFuture<TextResult> slow = endpoint.generateText("slow").toFuture();
		assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();
		CompletableFuture<TextResult> queued = endpoint.generateText("queued").toFuture();
		await().until(() -> monitor.waitingForStart() == 1);
		assertThat(monitor.queued()).isEqualTo(1);
		CompletableFuture<Void> idle = client.shutdown().toCompletableFuture();
		assertThat(starting).failsWithin(Duration.ofSeconds(20))
			.withThrowableThat()
			.withCauseInstanceOf(CallRejectedException.class)
			.withMessageContaining("shutting down");
		release.countDown();
		assertThat(slow.get(20, TimeUnit.SECONDS).text()).isEqualTo("ok");
		assertThat(queued.get(20, TimeUnit.SECONDS).text()).isEqualTo("ok");
		assertThat(retried).isNotDone();
		client.close();
		assertThat(retried).failsWithin(Duration.ofSeconds(20))
			.withThrowableThat()
			.withCauseInstanceOf(CallRejectedException.class);
		assertThat(idle).succeedsWithin(Duration.ofSeconds(20));
		assertThat(monitor.inFlight()).isZero();
	}

	@Test
	void callWhenPlacesAndQueueAreFullThenRefusedAndOthersGoOn() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		CountDownLatch arrived = new CountDownLatch(1);
		this.server.then((exchange) -> {
			arrived.countDown();
			exchange.await(release);
			exchange.respond(200, "application/json", Answers.OK);
		});
		DataClient client = this.server.builder()
			.defaults((settings) -> settings.retry(Policies.QUICK_RETRIES))
			.workload("stalled", (settings) -> settings.concurrency(Policies.permits(1, 1)))
			.workload("other", (settings) -> settings.concurrency(Policies.permits(1, 1)))
			.build();
		Endpoint stalled = client.endpoint("stalled");
		var first = stalled.reactive().generateText("a").toFuture();
		assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
		var queued = stalled.reactive().generateText("b").toFuture();
		assertThatExceptionOfType(CallRejectedException.class).isThrownBy(() -> stalled.generateText("c"))
			.withMessageContaining("max-in-flight");
		this.server.thenJson(200, Answers.OK);
		assertThat(client.endpoint("other").generateText("d").text()).isEqualTo("ok");
		release.countDown();
		assertThat(first.get(20, TimeUnit.SECONDS).text()).isEqualTo("ok");
		assertThat(queued.get(20, TimeUnit.SECONDS).text()).isEqualTo("ok");
	}

	@Test
	void callWhenCancelledInFlightOrInTheQueueThenThePlaceIsGivenBack() throws Exception {
		CountDownLatch closed = new CountDownLatch(1);
		CountDownLatch arrived = new CountDownLatch(1);
		this.server.then((exchange) -> {
			arrived.countDown();
			exchange.awaitClosed(closed);
		}).thenJson(200, Answers.OK);
		Endpoint endpoint = endpoint(Timeouts.DEFAULTS, Policies.NO_RETRIES, Policies.permits(1, 1));
		Disposable inFlight = endpoint.reactive().generateText("a").subscribe();
		assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
		Disposable queued = endpoint.reactive().generateText("b").subscribe();
		queued.dispose();
		var waiting = endpoint.reactive().generateText("c").toFuture();
		inFlight.dispose();
		assertThat(waiting.get(20, TimeUnit.SECONDS).text()).isEqualTo("ok");
		assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
		assertThat(endpoint.generateText("d").text()).isEqualTo("ok");
	}

	@Test
	void clientWhenShutDownThenRunningCallsEndAndNewOnesAreRefused() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		this.server.then((exchange) -> {
			exchange.head();
			exchange.chunk(Answers.delta("a"));
			exchange.await(release);
			exchange.chunk(Answers.STOP + Answers.DONE);
			exchange.end();
		});
		DataClient client = this.server.client();
		Endpoint endpoint = client.endpoint("support-bot");
		TextStream running = endpoint.generateTextStream("Hola");
		var idle = client.shutdown().toCompletableFuture();
		assertThat(idle).isNotDone();
		assertThatExceptionOfType(CallRejectedException.class).isThrownBy(() -> endpoint.generateText("Hola"))
			.withMessageContaining("shutting down");
		assertThatExceptionOfType(CallRejectedException.class).isThrownBy(() -> endpoint.generateTextStream("Hola"));
		release.countDown();
		assertThat(running.result().text()).isEqualTo("a");
		assertThat(idle).succeedsWithin(Duration.ofSeconds(20));
		assertThat(this.server.requests()).hasSize(1);
	}

}
