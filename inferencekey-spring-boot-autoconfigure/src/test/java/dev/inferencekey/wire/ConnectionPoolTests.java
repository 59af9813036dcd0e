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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.inferencekey.DataClient;
import dev.inferencekey.error.TransportException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.Disposable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * The connections of a client without Spring Boot.
 */
@Timeout(60)
class ConnectionPoolTests {

	// More than Reactor Netty has for one host by default.
	private static final int STALLED = 520;

	private final WireServer server = new WireServer();

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void callWhenAnotherWorkloadStallsOnHundredsOfConnectionsThenNotDelayed() throws Exception {
		CountDownLatch arrived = new CountDownLatch(STALLED);
		this.server.then((exchange) -> {
			if (exchange.request().line().contains("/stalled/")) {
				arrived.countDown();
				exchange.awaitClosed(new CountDownLatch(1));
				return;
			}
			exchange.respond(200, "application/json", Answers.OK);
		});
		try (DataClient client = this.server.builder()
			.workload("stalled", (settings) -> settings.concurrency(Policies.permits(STALLED, 0)))
			.workload("healthy", (settings) -> {
			})
			.build()) {
			List<Disposable> calls = new ArrayList<>();
			for (int i = 0; i < STALLED; i++) {
				calls.add(client.endpoint("stalled").reactive().generateText("Hola").subscribe((result) -> {
				}, (failure) -> {
				}));
			}
			assertThat(arrived.await(30, TimeUnit.SECONDS)).isTrue();
			assertThat(client.endpoint("healthy").reactive().generateText("Hola").block(Duration.ofSeconds(10)).text())
				.isEqualTo("ok");
			calls.forEach(Disposable::dispose);
		}
	}

	@Test
	void clientWhenClosedThenItsConnectionsAreToo() throws Exception {
		CountDownLatch closed = new CountDownLatch(1);
		this.server.then((exchange) -> {
			exchange.respond(200, "application/json", Answers.OK);
			exchange.awaitClosed(closed);
		});
		try (DataClient client = this.server.client()) {
			assertThat(client.endpoint("support-bot").generateText("Hola").text()).isEqualTo("ok");
			assertThat(closed.getCount()).isEqualTo(1);
		}
		assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void callWhenNobodyTakesTheConnectionThenGivenUpByTheDefaultConnectTimeout() throws Exception {
		try (FullBacklog full = new FullBacklog();
				DataClient client = DataClient.builder()
					.baseUrl(full.url())
					.project("acme")
					.apiKey(WireServer.KEY)
					.retry(Policies.NO_RETRIES)
					.build()) {
			// Without it, the first chunk would be waited for, two minutes.
			assertThat(catchThrowableOfType(TransportException.class,
					() -> client.endpoint("support-bot").generateText("Hola")))
				.hasMessageContaining("connect-timeout");
		}
	}

}
