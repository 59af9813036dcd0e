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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.error.ApiException;
import dev.inferencekey.error.InferenceKeyException;
import dev.inferencekey.error.TransportException;
import dev.inferencekey.error.ValidationException;
import dev.inferencekey.resilience.ConcurrencySettings;
import dev.inferencekey.resilience.RetryPolicy;
import dev.inferencekey.resilience.RetrySettings;
import dev.inferencekey.resilience.Timeouts;
import dev.inferencekey.text.TextResult;
import dev.inferencekey.transport.WorkloadMonitor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Calls to a workload that is starting: one asks, the others wait, and all are answered.
 */
class ColdStartWireTests {

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

	private DataClient patient() {
		return this.server.builder()
			.workload("support-bot",
					(settings) -> settings.retry(Policies.QUICK_RETRIES).timeouts(Policies.total(30_000)))
			.build();
	}

	private static CompletableFuture<List<String>> callAtOnce(DataClient client, int calls) {
		Mono<String> call = client.endpoint("support-bot").reactive().generateText("Hola").map(TextResult::text);
		return Flux.range(0, calls).flatMap((each) -> call, calls).collectList().toFuture();
	}

	@Test
	void callWhenWorkloadIsStartingThenWaitsBeyondTheAttempts() {
		for (int i = 0; i < 2; i++) {
			this.server.thenJson(503, "{\"error\":{\"code\":\"starting\",\"message\":\"waking\"}}", "retry-after: 1");
		}
		this.server.thenJson(200, Answers.OK);
		Endpoint endpoint = endpoint(Timeouts.DEFAULTS,
				RetrySettings.UNSET.withMaxAttempts(2).withInitialBackoff(Duration.ZERO).withMaxBackoff(Duration.ZERO),
				ConcurrencySettings.DEFAULTS);
		assertThat(endpoint.generateText("Hola").text()).isEqualTo("ok");
	}

	@Test
	void callsWhenAnOutageLooksLikeAColdStartThenOneAsksForAll() {
		this.server.thenJson(503, "{}", "retry-after: 1");
		Endpoint endpoint = endpoint(Policies.total(1500), Policies.QUICK_RETRIES, Policies.permits(100, 0));
		int calls = 100;
		List<Throwable> failures = Flux.range(0, calls)
			.flatMap((call) -> endpoint.reactive()
				.generateText("Hola")
				.map((answer) -> (Throwable) new AssertionError("answered"))
				.onErrorResume(Mono::just), calls)
			.collectList()
			.block();
		assertThat(failures).hasSize(calls)
			// The one that asks may be asking when its time is up.
			.allMatch((failure) -> RetryPolicy.isStarting(failure, false) || failure instanceof TransportException);
		assertThat(this.server.requests()).isNotEmpty().hasSizeLessThanOrEqualTo((int) (calls * 1.2));
	}

	@Test
	void callsWhenTheWorkloadWakesUpThenAllAreAnsweredWithTwoRequestsEach() {
		int calls = 60;
		AtomicBoolean up = new AtomicBoolean();
		AtomicInteger requests = new AtomicInteger();
		this.server.then((exchange) -> {
			requests.incrementAndGet();
			if (!up.get()) {
				exchange.respond(503, "application/json", "{}", "retry-after: 1");
			}
			else {
				exchange.respond(200, "application/json", Answers.OK);
			}
		});
		DataClient client = patient();

		CompletableFuture<List<String>> answers = callAtOnce(client, calls);
		await().until(() -> client.monitor("support-bot").waitingForStart() == calls);
		up.set(true);

		assertThat(answers.join()).hasSize(calls).containsOnly("ok");
		assertThat(requests).hasValueLessThanOrEqualTo((int) (2.2 * calls));
	}

	@Test
	void callsWhenTheyBeginDuringAStartThenTheyAreSentOnceItIsOver() {
		int calls = 50;
		AtomicBoolean up = new AtomicBoolean();
		AtomicInteger requests = new AtomicInteger();
		this.server.then((exchange) -> {
			requests.incrementAndGet();
			if (up.get()) {
				exchange.respond(200, "application/json", Answers.OK);
			}
			else {
				exchange.respond(503, "application/json", "{}", "retry-after: 10");
			}
		});
		DataClient client = patient();
		Mono<String> call = client.endpoint("support-bot").reactive().generateText("Hola").map(TextResult::text);
		WorkloadMonitor monitor = client.monitor("support-bot");
		List<CompletableFuture<String>> first = new ArrayList<>(List.of(call.toFuture()));
		await().until(() -> monitor.waitingForStart() == 1);
		// One that is sent is counted before it waits.
		await().until(() -> {
			first.add(call.toFuture());
			return monitor.waitingForStart() > requests.get();
		});

		CompletableFuture<List<String>> others = callAtOnce(client, calls);
		await().until(() -> monitor.waitingForStart() == calls + first.size());
		up.set(true);

		assertThat(others.join()).hasSize(calls).containsOnly("ok");
		assertThat(first).allSatisfy((answer) -> assertThat(answer.join()).isEqualTo("ok"));
		assertThat(requests).hasValueLessThanOrEqualTo(2 * first.size() + (int) (1.2 * calls));
	}

	@Test
	void callWhenOutOfTimeDuringAStartThenThePropertyIsNamed() {
		this.server.thenJson(503, "{\"error\":{\"code\":\"starting\"}}", "x-request-id: req-1");
		Endpoint endpoint = endpoint(Policies.total(3500), Policies.QUICK_RETRIES, ConcurrencySettings.DEFAULTS);
		assertThatExceptionOfType(ApiException.class).isThrownBy(() -> endpoint.generateText("Hola"))
			.withMessageContaining("still starting (request req-1)")
			.withMessageContaining("inferencekey.timeout.total")
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(503))
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo("starting"));
	}

	@Test
	void callsWhenTheOneThatAsksHangsThenAnotherAsksInItsPlace() {
		AtomicInteger requests = new AtomicInteger();
		CountDownLatch never = new CountDownLatch(1);
		this.server.then((exchange) -> {
			int number = requests.incrementAndGet();
			if (number <= 2) {
				exchange.respond(503, "application/json", "{}", "retry-after: 1");
			}
			else if (number == 3) {
				exchange.await(never);
			}
			else {
				exchange.respond(200, "application/json", Answers.OK);
			}
		});
		Endpoint endpoint = endpoint(Policies.total(15_000), Policies.QUICK_RETRIES, ConcurrencySettings.DEFAULTS);
		Mono<String> call = endpoint.reactive().generateText("Hola").map(TextResult::text);
		assertThat(Flux.merge(call, call).blockFirst(Duration.ofSeconds(12))).isEqualTo("ok");
		never.countDown();
	}

	@Test
	void callWhenAWorkloadThatAnsweredJustNowShedsLoadThenItsAttemptsAreCounted() {
		AtomicInteger shed = new AtomicInteger();
		this.server.then((exchange) -> {
			if (exchange.request().body().contains("shed")) {
				shed.incrementAndGet();
				exchange.respond(503, "application/json", "{}", "retry-after: 1");
			}
			else {
				exchange.respond(200, "application/json", Answers.OK);
			}
		});
		Endpoint endpoint = endpoint(Policies.total(10_000), Policies.quickRetries(2), ConcurrencySettings.DEFAULTS);
		assertThat(endpoint.generateText("Hola").text()).isEqualTo("ok");
		assertThatExceptionOfType(ApiException.class).isThrownBy(() -> endpoint.generateText("shed"))
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(503))
			.withMessageNotContaining("starting");
		assertThat(shed).hasValue(2);
	}

	@ParameterizedTest
	@ValueSource(ints = { 401, 403, 404, 429 })
	void callWhenOthersAreRefusedBeforeTheyReachTheWorkloadThenItStillWaitsForTheStart(int status) {
		this.server.then((exchange) -> {
			if (exchange.request().body().contains("start")) {
				exchange.respond(503, "application/json", "{}", "retry-after: 10");
			}
			else {
				exchange.respond(status, "application/json", "{}", "retry-after: 600");
			}
		});
		DataClient client = this.server.builder()
			.workload("support-bot",
					(settings) -> settings.retry(Policies.QUICK_RETRIES).timeouts(Policies.total(30_000)))
			.build();
		Endpoint endpoint = client.endpoint("support-bot");
		WorkloadMonitor monitor = client.monitor("support-bot");
		Disposable starting = endpoint.reactive().generateText("start").subscribe();
		await().until(() -> monitor.waitingForStart() == 1);
		assertThatExceptionOfType(InferenceKeyException.class).isThrownBy(() -> endpoint.generateText("Hola"));
		assertThat(monitor.waitingForStart()).isEqualTo(1);
		starting.dispose();
	}

	@Test
	void circuitBreakerWhenTheWorkloadIsStartingThenNoFailure() {
		RecordingCircuitBreaker breaker = new RecordingCircuitBreaker();
		this.server.thenJson(503, "{}", "retry-after: 1").thenJson(200, Answers.OK);
		Endpoint endpoint = this.server.builder()
			.defaults((settings) -> settings.retry(Policies.QUICK_RETRIES).circuitBreaker(breaker))
			.build()
			.endpoint("support-bot");
		assertThat(endpoint.generateText("Hola").text()).isEqualTo("ok");
		assertThat(breaker.told()).containsExactly("abandoned", "succeeded");
	}

	@Test
	void callsWhenTheWorkloadIsAwakeButRefusesThenAllLearnItAtOnce() {
		int calls = 10;
		AtomicInteger requests = new AtomicInteger();
		this.server.then((exchange) -> {
			if (requests.incrementAndGet() <= calls) {
				exchange.respond(503, "application/json", "{}", "retry-after: 1");
			}
			else {
				exchange.respond(400, "application/json", "{}");
			}
		});
		Endpoint endpoint = endpoint(Policies.total(8000), Policies.QUICK_RETRIES, Policies.permits(calls, 0));
		List<Throwable> failures = Flux.range(0, calls)
			.flatMap((call) -> endpoint.reactive()
				.generateText("Hola")
				.map((answer) -> (Throwable) new AssertionError("answered"))
				.onErrorResume(Mono::just), calls)
			.collectList()
			.block(Duration.ofSeconds(7));
		assertThat(failures).hasSize(calls).hasOnlyElementsOfType(ValidationException.class);
	}

	@Test
	void callWhenAColdStartIsFollowedByAFailureThenThatIsRepeatedToo() {
		this.server.thenJson(503, "{}", "retry-after: 1")
			.thenJson(503, "{}", "retry-after: 1")
			.thenJson(502, "{}")
			.thenJson(200, Answers.OK);
		Endpoint endpoint = endpoint(Timeouts.DEFAULTS, Policies.quickRetries(2), ConcurrencySettings.DEFAULTS);
		assertThat(endpoint.generateText("Hola").text()).isEqualTo("ok");
	}

	private static final String LOADING = "{\"error\":{\"message\":\"Loading model\",\"type\":\"unavailable_error\",\"code\":503}}";

	@Test
	void callsWhenLlamaCppIsLoadingThenAllAreAnswered() {
		int calls = 20;
		AtomicBoolean up = new AtomicBoolean();
		this.server.then((exchange) -> {
			if (!up.get()) {
				exchange.respond(503, "application/json", LOADING, "Connection: close");
				exchange.socket().close();
			}
			else {
				exchange.respond(200, "application/json", Answers.OK);
			}
		});
		DataClient client = patient();

		CompletableFuture<List<String>> answers = callAtOnce(client, calls);
		await().until(() -> client.monitor("support-bot").waitingForStart() == calls);
		up.set(true);

		assertThat(answers.join()).hasSize(calls).containsOnly("ok");
	}

	@Test
	void callWhenLlamaCppWasRestartedThenWaitsAlthoughItAnsweredJustNow() {
		this.server.thenJson(200, Answers.OK)
			.thenJson(503, LOADING)
			.thenJson(503, LOADING)
			.thenJson(503, LOADING)
			.thenJson(200, Answers.OK);
		Endpoint endpoint = endpoint(Policies.total(20_000), Policies.quickRetries(2), ConcurrencySettings.DEFAULTS);
		assertThat(endpoint.generateText("Hola").text()).isEqualTo("ok");

		assertThat(endpoint.generateText("Hola").text()).isEqualTo("ok");

		assertThat(this.server.requests()).hasSize(5);
	}

	@Test
	void callWhenAGatewayQuotesThatAnEngineLoadsAModelThenWaitedFor() {
		String quoted = "{\"error\":{\"message\":\"OpenAIException - Loading model.\",\"code\":\"503\"}}";
		this.server.thenJson(503, quoted).thenJson(503, quoted).thenJson(200, Answers.OK);
		Endpoint endpoint = endpoint(Policies.total(20_000), Policies.quickRetries(2), ConcurrencySettings.DEFAULTS);

		assertThat(endpoint.generateText("Hola").text()).isEqualTo("ok");
	}

	@Test
	void callWhenLlamaCppHasNoSlotThenThatIsNoStart() {
		this.server.thenJson(503, LOADING.replace("Loading model", "no slot available"));
		Endpoint endpoint = endpoint(Policies.total(20_000), Policies.quickRetries(2), ConcurrencySettings.DEFAULTS);

		assertThatExceptionOfType(ApiException.class).isThrownBy(() -> endpoint.generateText("Hola"))
			.withMessageContaining("no slot available");

		assertThat(this.server.requests()).hasSize(2);
	}

}
