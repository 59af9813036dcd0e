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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.credential.KeySource;
import dev.inferencekey.error.StreamInterruptedException;
import dev.inferencekey.error.TransportException;
import dev.inferencekey.resilience.ConcurrencySettings;
import dev.inferencekey.resilience.RetrySettings;
import dev.inferencekey.resilience.Timeouts;
import dev.inferencekey.text.TextStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The limits of a call: its first chunk, the gaps after it, and its whole time.
 */
@Timeout(60)
class DeadlineWireTests {

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

	@Test
	void callWhenAFilterOrTheKeySourceTakesTooLongThenTheTotalDeadlineHolds() {
		this.server.thenJson(401, "{}");
		CountDownLatch never = new CountDownLatch(1);
		KeySource slow = new KeySource() {

			@Override
			public ApiKey current(String workload) {
				return ApiKey.of(WireServer.KEY);
			}

			@Override
			public boolean renew(String workload, ApiKey refused) {
				try {
					return never.await(2, TimeUnit.MINUTES);
				}
				catch (InterruptedException ex) {
					return false;
				}
			}

		};
		DataClient.Builder builder = this.server.builder()
			.defaults((settings) -> settings.timeouts(Policies.total(200)).concurrency(Policies.permits(1, 0)));
		Endpoint renewing = builder.defaults((settings) -> settings.keys(slow)).build().endpoint("support-bot");
		Endpoint filtered = this.server.builder()
			.defaults((settings) -> settings.timeouts(Policies.total(200)).concurrency(Policies.permits(1, 0)))
			.webClientBuilder(WebClient.builder().filter((request, next) -> Mono.never()))
			.build()
			.endpoint("support-bot");
		for (Endpoint endpoint : List.of(renewing, filtered)) {
			assertThatExceptionOfType(TransportException.class).isThrownBy(() -> endpoint.generateText("Hola"))
				.withMessageContaining("inferencekey.timeout.total");
		}
		never.countDown();
	}

	@Test
	void callWhenNothingComesThenTotalDeadlineClosesTheConnection() throws Exception {
		CountDownLatch closed = new CountDownLatch(1);
		this.server.then((exchange) -> exchange.awaitClosed(closed));
		Endpoint endpoint = endpoint(Policies.total(100), Policies.QUICK_RETRIES, ConcurrencySettings.DEFAULTS);
		assertThatExceptionOfType(TransportException.class).isThrownBy(() -> endpoint.generateText("Hola"))
			.withMessageContaining("inferencekey.timeout.total")
			.withMessageContaining("100 ms");
		assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
		assertThat(this.server.requests()).as("what took too long is not repeated").hasSize(1);
	}

	@Test
	void streamWhenNothingComesThenFirstChunkDeadlineClosesTheConnection() throws Exception {
		CountDownLatch closed = new CountDownLatch(1);
		this.server.then((exchange) -> exchange.awaitClosed(closed));
		Endpoint endpoint = endpoint(Policies.firstChunk(100), Policies.QUICK_RETRIES, ConcurrencySettings.DEFAULTS);
		assertThatExceptionOfType(TransportException.class).isThrownBy(() -> endpoint.generateTextStream("Hola"))
			.withMessageContaining("timeout.first-chunk")
			.withMessageContaining("100 ms");
		assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
		assertThat(this.server.requests()).as("what took too long is not repeated").hasSize(1);
	}

	@Test
	void streamWhenHeadComesButNoChunkThenFirstChunkDeadline() throws Exception {
		CountDownLatch closed = new CountDownLatch(1);
		this.server.then((exchange) -> {
			exchange.head();
			exchange.awaitClosed(closed);
		});
		Endpoint endpoint = endpoint(Policies.firstChunk(100), Policies.QUICK_RETRIES, ConcurrencySettings.DEFAULTS);
		assertThatExceptionOfType(StreamInterruptedException.class)
			.isThrownBy(() -> endpoint.generateTextStream("Hola").result())
			.withMessageContaining("timeout.first-chunk");
		assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void streamWhenItStallsThenIdleDeadlineWithThePartialText() throws Exception {
		CountDownLatch closed = new CountDownLatch(1);
		this.server.then((exchange) -> {
			exchange.head();
			exchange.chunk(Answers.delta("a"));
			exchange.awaitClosed(closed);
		});
		Endpoint endpoint = endpoint(Policies.idle(100), Policies.QUICK_RETRIES, ConcurrencySettings.DEFAULTS);
		assertThatExceptionOfType(StreamInterruptedException.class)
			.isThrownBy(() -> endpoint.generateTextStream("Hola").result())
			.withMessageContaining("timeout.idle")
			.satisfies((ex) -> assertThat(ex.partialText()).isEqualTo("a"));
		assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void callWhenBodyStallsThenIdleDeadline() throws Exception {
		CountDownLatch closed = new CountDownLatch(1);
		this.server.then((exchange) -> {
			exchange.write("HTTP/1.1 200 X\r\ncontent-length: 500\r\n\r\n{");
			exchange.awaitClosed(closed);
		});
		Endpoint endpoint = endpoint(Policies.idle(100), Policies.QUICK_RETRIES, ConcurrencySettings.DEFAULTS);
		assertThatExceptionOfType(TransportException.class).isThrownBy(() -> endpoint.generateText("Hola"))
			.withMessageContaining("timeout.idle");
		assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void streamWhenItDripsForeverThenTotalDeadlineWithThePartialText() {
		this.server.then((exchange) -> {
			exchange.head();
			for (int i = 0; i < 400; i++) {
				exchange.chunk(Answers.delta("a"));
				exchange.pause(Duration.ofMillis(25));
			}
		});
		Endpoint endpoint = endpoint(Policies.total(400), Policies.QUICK_RETRIES, ConcurrencySettings.DEFAULTS);
		assertThatExceptionOfType(StreamInterruptedException.class)
			.isThrownBy(() -> endpoint.generateTextStream("Hola").result())
			.withMessageContaining("inferencekey.timeout.total")
			.satisfies((ex) -> assertThat(ex.partialText()).startsWith("aa"));
	}

	@Test
	void callWhenRetriedThenTotalDeadlineCoversTheRetries() {
		this.server.thenJson(500, "{}").then((exchange) -> exchange.awaitClosed(new CountDownLatch(1)));
		Endpoint endpoint = endpoint(Policies.total(200), Policies.QUICK_RETRIES, ConcurrencySettings.DEFAULTS);
		assertThatExceptionOfType(TransportException.class).isThrownBy(() -> endpoint.generateText("Hola"))
			.withMessageContaining("inferencekey.timeout.total");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void callWhenTheConnectorOfTheJdkTimesOutThenTypedAndPlaceFree(boolean inTheBody) {
		this.server.then((exchange) -> {
			if (inTheBody) {
				exchange.write("HTTP/1.1 200 X\r\ncontent-length: 500\r\n\r\n{");
			}
			exchange.awaitClosed(new CountDownLatch(1));
		}).thenJson(200, Answers.OK);
		JdkClientHttpConnector connector = new JdkClientHttpConnector();
		connector.setReadTimeout(inTheBody ? Duration.ofSeconds(10) : Duration.ofMillis(200));
		Endpoint endpoint = this.server.builder()
			.defaults((settings) -> settings.retry(Policies.NO_RETRIES)
				.timeouts(Policies.idle(100))
				.concurrency(Policies.permits(1, 0)))
			.webClientBuilder(WebClient.builder().clientConnector(connector))
			.build()
			.endpoint("support-bot");
		assertThatExceptionOfType(TransportException.class).isThrownBy(() -> endpoint.generateText("Hola"))
			// The JDK's read time-out ends with the head of the answer.
			.withMessageContaining(inTheBody ? "timeout.idle" : "http.read-timeout");
		assertThat(endpoint.generateText("Hola").text()).isEqualTo("ok");
	}

	@Test
	void callWhenItHasADeadlineOfItsOwnThenThatHolds() {
		this.server.then((exchange) -> exchange.awaitClosed(new CountDownLatch(1)));
		Endpoint endpoint = quick();
		assertThatExceptionOfType(TransportException.class)
			.isThrownBy(
					() -> endpoint.generateText((request) -> request.prompt("Hola").timeout(Duration.ofMillis(150))))
			.withMessageContaining("150 ms");
	}

	@Test
	void streamWhenReaderIsSlowThenTheServerIsNotIdle() throws Exception {
		this.server.thenEvents(Answers.delta("a").repeat(600) + Answers.STOP + Answers.DONE);
		Endpoint endpoint = endpoint(Policies.idle(150), Policies.NO_RETRIES, ConcurrencySettings.DEFAULTS);
		try (TextStream stream = endpoint.generateTextStream("Hola")) {
			var chunks = stream.iterator();
			chunks.next();
			// Longer than the idle time, while nothing is asked for.
			assertThat(new CountDownLatch(1).await(300, TimeUnit.MILLISECONDS)).isFalse();
			int count = 1;
			while (chunks.hasNext()) {
				chunks.next();
				count++;
			}
			assertThat(count).isEqualTo(601);
		}
	}

}
