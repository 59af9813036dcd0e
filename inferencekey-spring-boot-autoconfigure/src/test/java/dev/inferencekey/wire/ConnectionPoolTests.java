package dev.inferencekey.wire;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.inferencekey.DataClient;
import dev.inferencekey.error.TransportException;
import dev.inferencekey.resilience.ConcurrencySettings;
import dev.inferencekey.resilience.RetrySettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * The connections of a client without Spring Boot.
 */
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
			exchange.respond(200, "application/json", CallKind.ANSWER);
		});
		try (DataClient client = this.server.builder()
			.workload("stalled", (settings) -> settings.concurrency(new ConcurrencySettings(STALLED, 0)))
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
			exchange.respond(200, "application/json", CallKind.ANSWER);
			exchange.awaitClosed(closed);
		});
		try (DataClient client = this.server.client()) {
			assertThat(client.endpoint("support-bot").generateText("Hola").text()).isEqualTo("ok");
			assertThat(closed.getCount()).isEqualTo(1);
		}
		assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void callWhenNobodyTakesTheConnectionThenGivenUpAfterFiveSeconds() throws Exception {
		try (FullBacklog full = new FullBacklog();
				DataClient client = DataClient.builder()
					.baseUrl(full.url())
					.project("acme")
					.apiKey(WireServer.KEY)
					.retry(new RetrySettings(1, null, null))
					.build()) {
			long start = System.nanoTime();
			assertThat(catchThrowableOfType(TransportException.class,
					() -> client.endpoint("support-bot").generateText("Hola")))
				.hasMessageContaining("connect-timeout");
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(4500),
					Duration.ofSeconds(9));
		}
	}

}
