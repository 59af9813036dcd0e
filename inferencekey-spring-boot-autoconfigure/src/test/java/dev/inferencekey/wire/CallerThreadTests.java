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

import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.credential.KeySource;
import dev.inferencekey.resilience.Timeouts;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Applications that have taken every thread of Reactor's for blocking work, as those do
 * that make blocking calls from a reactive application, or whose filters hang.
 */
class CallerThreadTests {

	private static final int THREADS = Schedulers.DEFAULT_BOUNDED_ELASTIC_SIZE;

	private static final Duration TOTAL = Duration.ofSeconds(8);

	private final WireServer server = new WireServer();

	private final CountDownLatch release = new CountDownLatch(1);

	@AfterEach
	void close() {
		this.release.countDown();
		this.server.close();
	}

	private DataClient.Builder builder() {
		return this.server.builder().timeouts(Timeouts.UNSET.withTotal(TOTAL));
	}

	private static List<String> callBlocking(Endpoint endpoint, int calls) {
		return Flux.range(0, calls)
			.flatMap((i) -> Mono.fromCallable(() -> CallKind.BLOCKING.text(endpoint))
				.onErrorResume((ex) -> Mono.just(ex.toString()))
				.subscribeOn(Schedulers.boundedElastic()), calls)
			.collectList()
			.block(TOTAL.plusSeconds(10));
	}

	@Test
	void callsWhenAllThreadsWaitForAStartThenAnswered() {
		AtomicInteger requests = new AtomicInteger();
		this.server.then((exchange) -> {
			if (requests.incrementAndGet() <= THREADS) {
				exchange.respond(503, "application/json", "{}", "retry-after: 1");
			}
			else {
				CallKind.answer(exchange);
			}
		});
		assertThat(callBlocking(builder().build().endpoint("support-bot"), THREADS)).hasSize(THREADS)
			.containsOnly("ok");
	}

	@Test
	void callsWhenAllThreadsWaitInTheQueueThenAnswered() {
		this.server.then(CallKind::answer);
		Endpoint endpoint = builder().defaults((settings) -> settings.concurrency(Policies.permits(2, 1000)))
			.build()
			.endpoint("support-bot");
		assertThat(callBlocking(endpoint, 5 * THREADS)).hasSize(5 * THREADS).containsOnly("ok");
	}

	@Test
	void callsWhenAllThreadsWaitForANewKeyThenAnswered() {
		String fresh = "ik_live_b1b2c3d4_fresh";
		this.server.then((exchange) -> {
			if (exchange.request().headers().get("authorization").endsWith(fresh)) {
				CallKind.answer(exchange);
			}
			else {
				exchange.respond(401, "application/json", "{}");
			}
		});
		Keys keys = new Keys(fresh);
		Endpoint endpoint = builder().defaults((settings) -> settings.keys(keys)).build().endpoint("support-bot");
		assertThat(callBlocking(endpoint, THREADS)).hasSize(THREADS).containsOnly("ok");
	}

	private static final class Keys implements KeySource {

		private final String fresh;

		private volatile String current = WireServer.KEY;

		private Keys(String fresh) {
			this.fresh = fresh;
		}

		@Override
		public ApiKey current(String workload) {
			return ApiKey.of(this.current);
		}

		@Override
		public boolean renew(String workload, @Nullable ApiKey refused) {
			this.current = this.fresh;
			return true;
		}

	}

	@Test
	void callWhenAllThreadsAndTheFiltersOfAnotherWorkloadHangThenItsDeadlineAndTheEndOfTheClientHold()
			throws Exception {
		this.server.then((exchange) -> exchange.respond(503, "application/json", "{}",
				exchange.request().line().contains("/stalled/") ? "retry-after-ms: 1" : "retry-after: 1"));
		AtomicInteger stalled = new AtomicInteger();
		CountDownLatch taken = new CountDownLatch(THREADS);
		for (int i = 0; i < THREADS; i++) {
			Schedulers.boundedElastic().schedule(() -> {
				taken.countDown();
				hang();
			});
		}
		assertThat(taken.await(10, TimeUnit.SECONDS)).isTrue();
		DataClient client = this.server.builder()
			.timeouts(Policies.total(3000))
			.workload("stalled",
					(settings) -> settings.webClientBuilder(() -> WebClient.builder().filter((request, next) -> {
						if (stalled.incrementAndGet() > THREADS) {
							hang();
						}
						return next.exchange(request);
					})))
			.build();
		for (int i = 0; i < THREADS; i++) {
			client.endpoint("stalled").reactive().generateText("Hola").subscribe((result) -> {
			}, (failure) -> {
			});
		}
		await().until(() -> stalled.get() > THREADS);
		CompletableFuture<String> other = client.endpoint("other")
			.reactive()
			.generateText("Hola")
			.map((result) -> result.text())
			.toFuture();
		assertThat(other).failsWithin(Duration.ofSeconds(8))
			.withThrowableThat()
			.havingCause()
			.withMessageContaining("starting");
		assertThat(client.monitor("other").inFlight()).isZero();
		CompletableFuture<String> last = client.endpoint("other")
			.reactive()
			.generateText((request) -> request.prompt("Hola").timeout(Duration.ofMinutes(5)))
			.map((result) -> result.text())
			.toFuture();
		await().until(() -> client.monitor("other").waitingForStart() == 1);
		client.close();
		assertThat(last).failsWithin(Duration.ofSeconds(8));
		assertThat(client.monitor("other").inFlight()).isZero();
	}

	private void hang() {
		try {
			assertThat(this.release.await(60, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
