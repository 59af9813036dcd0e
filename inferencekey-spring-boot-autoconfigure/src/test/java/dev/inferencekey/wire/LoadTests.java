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
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.credential.FileKeySource;
import dev.inferencekey.error.ApiException;
import dev.inferencekey.error.StreamInterruptedException;
import dev.inferencekey.error.TransportException;
import dev.inferencekey.observation.WorkloadActivity;
import dev.inferencekey.resilience.ConcurrencySettings;
import dev.inferencekey.resilience.RetrySettings;
import dev.inferencekey.resilience.Timeouts;
import dev.inferencekey.text.TextChunk;
import dev.inferencekey.transport.WorkloadMonitor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Many calls at once, of all kinds, over servers that fail, restart, and revoke keys.
 */
@ExtendWith(OutputCaptureExtension.class)
class LoadTests {

	private static final int CALLS = 2000;

	private static final Duration TOTAL = Duration.ofSeconds(60);

	private final WireServer server = new WireServer();

	private final GaugedPool pool = new GaugedPool();

	@AfterEach
	void close() {
		this.server.close();
		this.pool.close();
	}

	private DataClient client(RetrySettings retry, ConcurrencySettings concurrency) {
		return this.server.builder()
			.webClientBuilder(this.pool.webClient())
			.defaults((settings) -> settings.timeouts(Timeouts.UNSET.withTotal(TOTAL))
				.retry(retry)
				.concurrency(concurrency))
			.build();
	}

	// Every second call is a stream.
	private static Mono<String> call(Endpoint endpoint, int number) {
		return (number % 2 == 0) ? endpoint.reactive().generateText("Hola").map((result) -> result.text())
				: endpoint.reactive().generateTextStream("Hola").map(TextChunk::text).reduce("", String::concat);
	}

	private static void cutInTheMiddle(WireServer.Exchange exchange) throws IOException {
		exchange.head();
		exchange.chunk(Answers.delta("a"));
		exchange.reset();
	}

	private static long sent(WorkloadActivity activity) {
		return CALLS + WorkloadActivity.RETRY_CAUSES.stream().mapToLong(activity::retries).sum();
	}

	@Test
	void callsWhenTwoThousandAtOnceAndAThirdFailsThenEachEndsInTimeAndBothSidesCountTheSame() throws Exception {
		Random random = new Random(42);
		AtomicInteger answered = new AtomicInteger();
		this.server.then((exchange) -> {
			int dice;
			synchronized (random) {
				dice = random.nextInt(10);
			}
			switch (dice) {
				case 0 -> exchange.reset();
				case 1 -> exchange.respond(500, "application/json", "{}");
				case 2 -> {
					if (CallKind.isStream(exchange)) {
						cutInTheMiddle(exchange);
					}
					else {
						exchange.respond(429, "application/json", "{}", "retry-after-ms: 5");
					}
				}
				default -> {
					answered.incrementAndGet();
					CallKind.answer(exchange);
				}
			}
		});
		int places = 256;
		DataClient client = client(Policies.QUICK_RETRIES, Policies.permits(places, CALLS));
		Endpoint endpoint = client.endpoint("support-bot");
		WorkloadMonitor monitor = client.monitor("support-bot");
		Map<String, AtomicInteger> outcomes = new ConcurrentHashMap<>();
		CountDownLatch ended = new CountDownLatch(CALLS);
		for (int i = 0; i < CALLS; i++) {
			call(endpoint, i)
				.onErrorResume(ApiException.class, (ex) -> Mono.just(ex.getClass().getSimpleName() + ex.status()))
				.onErrorResume((ex) -> Mono.just(ex.toString()))
				.subscribe((outcome) -> {
					outcomes.computeIfAbsent(outcome, (key) -> new AtomicInteger()).incrementAndGet();
					ended.countDown();
				});
		}
		assertThat(ended.await(TOTAL.toSeconds(), TimeUnit.SECONDS)).as("each before its deadline").isTrue();
		assertThat(outcomes.keySet()).isSubsetOf("ok", "ApiException500", "RateLimitException429",
				"TransportException0", "StreamInterruptedException200");
		assertThat(outcomes.get("ok")).hasValue(answered.get());
		assertThat(outcomes.values().stream().mapToInt(AtomicInteger::get).sum()).isEqualTo(CALLS);
		assertThat((long) this.server.requests().size()).isEqualTo(sent(monitor.activity()));
		assertThat(monitor.activity().calls()).isEqualTo(CALLS);
		assertThat(monitor.activity().failedCalls()).isEqualTo(CALLS - answered.get());
		await().untilAsserted(() -> assertThat(monitor.inFlight() + monitor.queued()).isZero());
		this.pool.assertNothingIsTaken();
		assertAllPlacesAreThere(endpoint, places);
	}

	private void assertAllPlacesAreThere(Endpoint endpoint, int places) {
		CountDownLatch together = new CountDownLatch(places);
		this.server.then((exchange) -> {
			together.countDown();
			exchange.await(together);
			CallKind.answer(exchange);
		});
		assertThat(Flux.range(0, places)
			.flatMap((i) -> endpoint.reactive().generateText("Hola"), places)
			.count()
			.block(Duration.ofSeconds(30))).isEqualTo(places);
	}

	@Test
	void callsWhenEverythingFailsThenTheBudgetKeepsTheRequestsBelowOneFifthMore() {
		this.server.then((exchange) -> {
			if (CallKind.isStream(exchange) && this.server.requests().size() % 3 == 0) {
				// Before the first chunk, so that it may be repeated.
				exchange.head();
				exchange.reset();
			}
			else {
				exchange.respond(500, "application/json", "{}");
			}
		});
		DataClient client = client(Policies.QUICK_RETRIES, Policies.permits(64, CALLS));
		Endpoint endpoint = client.endpoint("support-bot");
		assertThat(Flux.range(0, CALLS)
			.flatMap((i) -> call(endpoint, i).onErrorResume(ApiException.class, (ex) -> Mono.just("failed")), 64)
			.all("failed"::equals)
			.block(TOTAL)).isTrue();
		assertThat(this.server.requests()).hasSizeBetween(CALLS + 10, (int) (CALLS * 1.2));
		assertThat((long) this.server.requests().size()).isEqualTo(sent(client.monitor("support-bot").activity()));
		this.pool.assertNothingIsTaken();
	}

	@Test
	void callsWhenKeysRotateUnderLoadAndTheOldOneIsRevokedAtOnceThenNoneIsLostAndNoKeyIsShown(@TempDir Path folder,
			CapturedOutput output) throws Exception {
		Path file = Files.writeString(folder.resolve("key"), key(0));
		AtomicInteger revoked = new AtomicInteger(-1);
		AtomicInteger refused = new AtomicInteger();
		this.server.then((exchange) -> {
			String sent = exchange.request().headers().get("authorization").substring("Bearer ".length());
			boolean good = Integer.parseInt(sent.substring(8, 16), 16) > revoked.get();
			if (good) {
				CallKind.answer(exchange);
			}
			else {
				refused.incrementAndGet();
				exchange.respond(401, "application/json", "{\"error\":{\"message\":\"revoked: " + sent + "\"}}");
			}
		});
		Endpoint endpoint = this.server.builder()
			.webClientBuilder(this.pool.webClient())
			.defaults((settings) -> settings.keys(new FileKeySource(file)).retry(Policies.NO_RETRIES))
			.build()
			.endpoint("support-bot");
		ExecutorService callers = Executors.newFixedThreadPool(8);
		List<Future<String>> calls = new ArrayList<>();
		for (int i = 0; i < CALLS; i++) {
			int call = i;
			calls.add(callers.submit(() -> {
				if (call % 200 == 0) {
					rotate(folder, call / 200 + 1, file, revoked);
				}
				return ((call % 2 == 0) ? CallKind.BLOCKING : CallKind.STREAMING).text(endpoint);
			}));
		}
		for (Future<String> call : calls) {
			assertThat(call.get(60, TimeUnit.SECONDS)).isEqualTo("ok");
		}
		callers.shutdown();
		assertThat(revoked).hasValue(9);
		assertThat(refused).as("calls that met a revoked key").hasPositiveValue();
		assertThat(output).doesNotContain(WireServer.SECRET);
	}

	// Never back to an older key, whichever thread is first.
	private static void rotate(Path folder, int next, Path file, AtomicInteger revoked) throws IOException {
		synchronized (revoked) {
			if (next > revoked.get() + 1) {
				Path written = Files.writeString(folder.resolve("next-" + next), key(next));
				Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
				revoked.set(next - 1);
			}
		}
	}

	private static String key(int number) {
		return "ik_live_%08x_".formatted(number) + WireServer.SECRET;
	}

	@ParameterizedTest
	@EnumSource
	void callsWhenServerRestartsUnderLoadThenEachEndsAndItIsUsedAgain(CallKind kind) throws Exception {
		this.server.then(CallKind::answer);
		int callers = 16;
		Endpoint endpoint = client(RetrySettings.UNSET.withMaxAttempts(3)
			.withInitialBackoff(Duration.ofMillis(5))
			.withMaxBackoff(Duration.ofMillis(20)), Policies.permits(callers, 0)).endpoint("support-bot");
		AtomicBoolean stop = new AtomicBoolean();
		CountDownLatch failed = new CountDownLatch(1);
		CountDownLatch warm = new CountDownLatch(100);
		CountDownLatch again = new CountDownLatch(500);
		AtomicBoolean restarted = new AtomicBoolean();
		ExecutorService threads = Executors.newFixedThreadPool(callers);
		List<Future<?>> ends = new ArrayList<>();
		for (int i = 0; i < callers; i++) {
			ends.add(threads.submit(() -> {
				while (!stop.get()) {
					try {
						assertThat(kind.text(endpoint)).isEqualTo("ok");
						(restarted.get() ? again : warm).countDown();
					}
					catch (TransportException | StreamInterruptedException ex) {
						failed.countDown();
					}
				}
			}));
		}
		assertThat(warm.await(20, TimeUnit.SECONDS)).isTrue();
		this.server.close();
		assertThat(failed.await(20, TimeUnit.SECONDS)).isTrue();
		try (WireServer another = new WireServer(this.server.port())) {
			another.then(CallKind::answer);
			restarted.set(true);
			assertThat(again.await(20, TimeUnit.SECONDS)).isTrue();
			stop.set(true);
			for (Future<?> end : ends) {
				// Any failure but the network's would show here.
				end.get(20, TimeUnit.SECONDS);
			}
			CompletableFuture<?>[] all = new CompletableFuture<?>[callers];
			for (int i = 0; i < callers; i++) {
				all[i] = endpoint.reactive().generateText("Hola").toFuture();
			}
			CompletableFuture.allOf(all).get(20, TimeUnit.SECONDS);
		}
		finally {
			stop.set(true);
			threads.shutdown();
		}
	}

}
