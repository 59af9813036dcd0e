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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.error.InferenceKeyException;
import dev.inferencekey.resilience.Timeouts;
import dev.inferencekey.transport.WorkloadMonitor;
import reactor.core.publisher.Hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/**
 * A process with little memory that asks for much.
 */
final class SmallHeap {

	static final String LARGE = "all of it";

	private SmallHeap() {
	}

	public static void main(String[] args) throws Exception {
		AtomicInteger dropped = new AtomicInteger();
		Hooks.onErrorDropped((failure) -> dropped.incrementAndGet());
		try (GaugedPool pool = new GaugedPool()) {
			DataClient client = DataClient.builder()
				.baseUrl(args[0])
				.project("acme")
				.apiKey(WireServer.KEY)
				.webClientBuilder(pool.webClient())
				.retry(Policies.NO_RETRIES)
				.timeouts(Timeouts.UNSET.withTotal(Duration.ofMinutes(5)))
				.build();
			Endpoint endpoint = client.endpoint("support-bot");
			WorkloadMonitor monitor = client.monitor("support-bot");
			for (Runnable call : calls(endpoint).values()) {
				assertRunsOutOfMemory(call);
				await().until(() -> monitor.inFlight() + monitor.queued() + monitor.waitingForStart() == 0);
				pool.assertNothingIsTaken();
				assertThat(endpoint.generateText("Hola").text()).isEqualTo("ok");
			}
			System.out.println(String.join(", ", calls(endpoint).keySet()) + "; dropped: " + dropped);
		}
		System.exit(0);
	}

	private static Map<String, Runnable> calls(Endpoint endpoint) {
		Map<String, Runnable> calls = new LinkedHashMap<>();
		calls.put("blocking", () -> endpoint.generateText(LARGE));
		calls.put("reactive", () -> endpoint.reactive().generateText(LARGE).block());
		calls.put("streamed", () -> endpoint.generateTextStream(LARGE).result());
		calls.put("flux", () -> endpoint.reactive().generateTextStream(LARGE).blockLast());
		calls.put("embedding", () -> endpoint.embed(LARGE));
		return calls;
	}

	private static void assertRunsOutOfMemory(Runnable call) throws Exception {
		CompletableFuture<Throwable> failure = new CompletableFuture<>();
		Thread caller = new Thread(() -> failure.complete(catchThrowable(call::run)));
		caller.setDaemon(true);
		caller.start();
		Throwable told = failure.get(20, TimeUnit.SECONDS);
		assertThat(told).isInstanceOf(InferenceKeyException.class).hasMessageContaining("OutOfMemoryError");
	}

}
