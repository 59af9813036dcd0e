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

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import dev.inferencekey.Endpoint;
import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.credential.FileKeySource;
import dev.inferencekey.error.ApiException;
import dev.inferencekey.error.AuthException;
import dev.inferencekey.error.StreamInterruptedException;
import dev.inferencekey.error.TransportException;
import dev.inferencekey.resilience.ConcurrencySettings;
import dev.inferencekey.resilience.RetrySettings;
import dev.inferencekey.resilience.Timeouts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Which failures are repeated, how often, and what the retry budget leaves of it.
 */
@Timeout(60)
class RetryWireTests {

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

	private Endpoint quick() {
		return endpoint(Timeouts.DEFAULTS, Policies.QUICK_RETRIES, ConcurrencySettings.DEFAULTS);
	}

	@ParameterizedTest
	@ValueSource(ints = { 408, 429, 500, 502, 503, 504 })
	void callWhenFailedOnceThenRepeated(int status) {
		this.server.thenJson(status, "{}").thenJson(200, Answers.OK);
		assertThat(quick().generateText("Hola").text()).isEqualTo("ok");
		assertThat(this.server.requests()).hasSize(2);
		assertThat(this.server.requests().get(1)).isEqualTo(this.server.requests().get(0));
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 401, 403, 404, 409, 422, 501 })
	void callWhenRefusedThenNotRepeated(int status) {
		this.server.thenJson(status, "{}");
		Endpoint endpoint = quick();
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> endpoint.generateText("Hola"));
		assertThat(this.server.requests()).hasSize(1);
	}

	@Test
	void callWhenConnectionIsResetThenRepeatedOnAFreshOne() {
		this.server.then((exchange) -> exchange.reset()).thenJson(200, Answers.OK);
		assertThat(quick().generateText("Hola").text()).isEqualTo("ok");
		assertThat(this.server.connections()).isEqualTo(2);
	}

	@Test
	void callWhenBodyIsCutThenNotRepeated() {
		this.server.then((exchange) -> {
			exchange.write("HTTP/1.1 200 X\r\ncontent-length: 500\r\n\r\n{");
			exchange.reset();
		});
		Endpoint endpoint = quick();
		assertThatExceptionOfType(TransportException.class).isThrownBy(() -> endpoint.generateText("Hola"));
		assertThat(this.server.requests()).hasSize(1);
	}

	@Test
	void streamWhenCutBeforeItsFirstChunkThenRepeated() {
		this.server.then((exchange) -> {
			exchange.head();
			exchange.chunk(": waking\n\n");
			exchange.reset();
		}).thenEvents(Answers.delta("a") + Answers.STOP + Answers.DONE);
		assertThat(quick().generateTextStream("Hola").result().text()).isEqualTo("a");
		assertThat(this.server.requests()).hasSize(2);
	}

	@Test
	void streamWhenCutAfterItsFirstChunkThenNotRepeated() {
		this.server.then((exchange) -> {
			exchange.head();
			exchange.chunk(Answers.delta("a"));
			exchange.reset();
		});
		Endpoint endpoint = quick();
		assertThatExceptionOfType(StreamInterruptedException.class)
			.isThrownBy(() -> endpoint.generateTextStream("Hola").result());
		assertThat(this.server.requests()).hasSize(1);
	}

	@Test
	void callWhenServerAsksToWaitBeyondTheDeadlineThenGivesUpAtOnce() {
		this.server.thenJson(429, "{}", "retry-after: 3600");
		Endpoint endpoint = quick();
		assertThatExceptionOfType(ApiException.class).isThrownBy(() -> endpoint.generateText("Hola"))
			.satisfies((ex) -> assertThat(ex.retryAfter()).isEqualTo(Duration.ofHours(1)));
		assertThat(this.server.requests()).hasSize(1);
	}

	@Test
	void callsWhenTheKeySourceAlwaysHasAnotherBadKeyThenTheOutageIsNotDoubled() {
		this.server.thenJson(401, "{}");
		AtomicInteger minted = new AtomicInteger();
		Endpoint endpoint = this.server.builder()
			.defaults((settings) -> settings.retry(Policies.QUICK_RETRIES)
				.keys((workload) -> ApiKey.of("ik_live_%08x_".formatted(minted.incrementAndGet()) + "0".repeat(64))))
			.build()
			.endpoint("support-bot");
		int calls = 200;
		for (int i = 0; i < calls; i++) {
			assertThatExceptionOfType(AuthException.class).isThrownBy(() -> endpoint.generateText("Hola"));
		}
		assertThat(this.server.requests()).hasSizeBetween(calls, (int) (calls * 1.2));
	}

	@Test
	void circuitBreakerWhenACallEndsThenToldOnce() {
		RecordingCircuitBreaker breaker = new RecordingCircuitBreaker();
		this.server.thenJson(200, Answers.OK).thenJson(500, "{}");
		Endpoint endpoint = this.server.builder()
			.defaults((settings) -> settings.retry(Policies.QUICK_RETRIES).circuitBreaker(breaker))
			.build()
			.endpoint("support-bot");
		endpoint.reactive().generateText("Hola").flux().take(1).blockLast();
		assertThatExceptionOfType(ApiException.class).isThrownBy(() -> endpoint.generateText("Hola"));
		assertThatExceptionOfType(ApiException.class).isThrownBy(() -> endpoint.generateTextStream("Hola"));
		assertThat(breaker.told()).containsExactly("succeeded", "failed", "failed", "failed", "failed", "failed",
				"failed");
	}

	@ParameterizedTest
	@ValueSource(ints = { 409, 501 })
	void circuitBreakerWhenARouteIsNotOfferedThenNoFailure(int status) {
		RecordingCircuitBreaker breaker = new RecordingCircuitBreaker();
		this.server.thenJson(status, "{}");
		Endpoint endpoint = this.server.builder()
			.defaults((settings) -> settings.retry(Policies.QUICK_RETRIES).circuitBreaker(breaker))
			.build()
			.endpoint("support-bot");
		assertThatExceptionOfType(ApiException.class).isThrownBy(() -> endpoint.generateText("Hola"));
		assertThat(breaker.told()).containsExactly("succeeded");
	}

	@Test
	void callWhenEverythingFailsThenTheBudgetKeepsTheRequestsDown() {
		this.server.thenJson(500, "{}");
		Endpoint endpoint = quick();
		int calls = 300;
		for (int i = 0; i < calls; i++) {
			assertThatExceptionOfType(ApiException.class).isThrownBy(() -> endpoint.generateText("Hola"));
		}
		assertThat(this.server.requests()).hasSizeBetween(calls, (int) (calls * 1.2));
	}

	@Test
	void callWhenKeyWasReplacedThenReadAgainAndRepeatedOnce(@TempDir Path folder) throws Exception {
		String next = "ik_live_99999999_" + "0".repeat(64);
		Path file = Files.writeString(folder.resolve("key"), WireServer.KEY);
		Endpoint endpoint = this.server.builder()
			.defaults((settings) -> settings.keys(new FileKeySource(file)).retry(Policies.QUICK_RETRIES))
			.build()
			.endpoint("support-bot");
		this.server.then((exchange) -> {
			boolean current = exchange.request().headers().get("authorization").endsWith(next);
			exchange.respond(current ? 200 : 401, "application/json", current ? Answers.OK : "{}");
		});
		Files.writeString(file, next);
		assertThat(endpoint.generateText("Hola").text()).isEqualTo("ok");
		assertThat(this.server.requests()).hasSize(2);
		Files.writeString(file, WireServer.KEY);
		assertThat(endpoint.generateText("Hola").text()).isEqualTo("ok");
		Files.writeString(file, "ik_live_00000000_wrong");
		this.server.then((exchange) -> exchange.respond(401, "application/json", "{}"));
		assertThatExceptionOfType(AuthException.class).isThrownBy(() -> endpoint.generateTextStream("Hola"));
	}

}
