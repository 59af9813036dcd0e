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

package dev.inferencekey.autoconfigure.observation;

import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import dev.inferencekey.error.InferenceKeyException;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * How many series and unfinished calls there are after thousands of calls.
 */
class SeriesTests {

	private final ObservedApplication application = new ObservedApplication();

	@AfterEach
	void close() {
		this.application.close();
	}

	@Test
	void seriesWhenPromptsModelsAndErrorsAreEndlessThenConstant() {
		AtomicInteger number = new AtomicInteger();
		this.application.server().then((exchange) -> {
			int n = number.incrementAndGet();
			switch (n % 4) {
				case 0 -> exchange.respond(200, "application/json",
						ObservedApplication.ANSWER.replace("qwen3", "model-" + n));
				case 1 -> exchange.respond(403, "application/json", "{\"error\":{\"code\":\"code_" + n + "\"}}");
				case 2 -> exchange.respond(400 + (n / 4) % 200, "application/json", "{\"error\":\"error " + n + "\"}");
				default -> exchange.respond(400, "text/plain", "no " + n);
			}
		});
		this.application.start("--inferencekey.retry.max-attempts=1");
		MeterRegistry registry = this.application.bean(MeterRegistry.class);
		calls(0, 1_000);
		Set<Meter.Id> before = ids(registry);
		calls(1_000, 4_000);
		assertThat(ids(registry)).isEqualTo(before);
		assertThat(before.stream().filter((id) -> id.getName().startsWith("gen_ai"))).hasSizeLessThan(200);
	}

	private void calls(int from, int to) {
		Flux.range(from, to - from)
			.flatMap((n) -> this.application.endpoint()
				.reactive()
				.generateText("prompt " + n)
				.onErrorResume(InferenceKeyException.class, (failure) -> Mono.empty()), 32)
			.blockLast();
	}

	private static Set<Meter.Id> ids(MeterRegistry registry) {
		return registry.getMeters()
			.stream()
			.map(Meter::getId)
			.filter((id) -> id.getName().startsWith("gen_ai") || id.getName().startsWith("inferencekey"))
			.collect(Collectors.toSet());
	}

	@Test
	void callsWhenCancelledAtAnyMomentThenEachEndsOnceAndNothingStaysBehind() {
		Random random = new Random(5);
		this.application.server().then((exchange) -> {
			boolean stream = exchange.request().headers().get("accept").contains("event-stream");
			exchange.respond(200, stream ? "text/event-stream" : "application/json",
					stream ? ObservedApplication.STREAM : ObservedApplication.ANSWER);
		});
		this.application.start("--inferencekey.concurrency.max-in-flight=4",
				"--inferencekey.concurrency.max-queued=1000");
		MeterRegistry registry = this.application.bean(MeterRegistry.class);
		int calls = 600;
		for (int i = 0; i < calls; i++) {
			Disposable call = (i % 2 == 0) ? this.application.endpoint().reactive().generateText("a").subscribe()
					: this.application.endpoint().reactive().generateTextStream("a").subscribe();
			long end = System.nanoTime() + random.nextInt(3_000_000);
			while (System.nanoTime() < end) {
				Thread.onSpinWait();
			}
			call.dispose();
		}
		await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
			assertThat(registry.get("gen_ai.client.inference.duration").timers().stream().mapToLong(Timer::count).sum())
				.isEqualTo(calls);
			assertThat(registry.get("gen_ai.client.inference.duration.active")
				.longTaskTimers()
				.stream()
				.mapToInt(LongTaskTimer::activeTasks)
				.sum()).isZero();
			assertThat(registry.get("inferencekey.calls.in_flight").gauge().value()).isZero();
			assertThat(registry.get("inferencekey.calls.queued").gauge().value()).isZero();
		});
	}

}
