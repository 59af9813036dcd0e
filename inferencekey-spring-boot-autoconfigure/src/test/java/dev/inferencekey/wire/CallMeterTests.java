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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.inferencekey.Endpoint;
import dev.inferencekey.error.ApiException;
import dev.inferencekey.observation.CallContext;
import dev.inferencekey.observation.CallMeterObservationHandler;
import dev.inferencekey.resilience.RetrySettings;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler.IgnoredMeters;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The meters of calls, recorded by Micrometer's own handler and by ours.
 */
class CallMeterTests {

	private static final String ANSWER = """
			{"model":"qwen3","choices":[{"message":{"content":"a"},"finish_reason":"stop"}],
			"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}""";

	private static final String DURATION = "gen_ai.client.inference.duration";

	private final WireServer server = new WireServer();

	private final MockClock clock = new MockClock();

	private final MeterRegistry meters = new SimpleMeterRegistry(SimpleConfig.DEFAULT, this.clock);

	private final ObservationRegistry observations = ObservationRegistry.create();

	@AfterEach
	void close() {
		this.server.close();
	}

	private Endpoint endpoint(IgnoredMeters... ignored) {
		this.observations.observationConfig()
			.observationHandler(new DefaultMeterObservationHandler(this.meters, ignored))
			.observationHandler(new CallMeterObservationHandler(this.meters))
			.observationHandler(new OneSecond());
		return this.server.builder()
			.observationRegistry(this.observations)
			.retry(RetrySettings.UNSET.withMaxAttempts(1)
				.withInitialBackoff(Duration.ofMillis(1))
				.withMaxBackoff(Duration.ofMillis(1)))
			.build()
			.endpoint("support-bot");
	}

	private final class OneSecond implements ObservationHandler<CallContext> {

		@Override
		public void onScopeOpened(CallContext context) {
			CallMeterTests.this.clock.add(1, TimeUnit.SECONDS);
			CallMeterTests.this.observations.getCurrentObservation().event(Observation.Event.of("sent"));
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return context instanceof CallContext;
		}

	}

	@Test
	void durationWhenCallsSucceedAndFailThenByModelAndError() {
		this.server.thenJson(200, ANSWER)
			.thenJson(200, ANSWER)
			.thenJson(500, "{}")
			.thenJson(200, ANSWER.replace("qwen3", "other"));
		Endpoint endpoint = endpoint();
		endpoint.generateText("a");
		endpoint.generateText("a");
		assertThatExceptionOfType(ApiException.class).isThrownBy(() -> endpoint.generateText("a"));
		endpoint.generateText("a");
		assertThat(this.meters.get(DURATION).tag("error", "none").tag("gen_ai.response.model", "qwen3").timer())
			.satisfies((timer) -> {
				assertThat(timer.count()).isEqualTo(2);
				assertThat(timer.totalTime(TimeUnit.SECONDS)).isEqualTo(2);
			});
		assertThat(this.meters.get(DURATION).tag("error", "ApiException").timer().count()).isEqualTo(1);
		assertThat(this.meters.get(DURATION + ".sent").counters()).isNotEmpty();
	}

	@Test
	void metersWhenAFilterMakesThemOneAndTheyAreRemovedThenNothingIsLost() {
		this.meters.config().meterFilter(MeterFilter.ignoreTags("gen_ai.response.model"));
		this.server.thenJson(200, ANSWER)
			.thenJson(200, ANSWER.replace("qwen3", "other"))
			.thenJson(200, ANSWER)
			.thenJson(200, ANSWER.replace("qwen3", "other"));
		Endpoint endpoint = endpoint();
		endpoint.generateText("a");
		endpoint.generateText("a");
		this.meters.clear();
		endpoint.generateText("a");
		endpoint.generateText("a");
		assertThat(this.meters.get(DURATION).timers()).singleElement().extracting(Timer::count).isEqualTo(2L);
	}

	@Test
	void meterWhenDeniedFirstAndAllowedLaterThenThere() {
		AtomicBoolean denied = new AtomicBoolean(true);
		this.meters.config().meterFilter(MeterFilter.deny((id) -> denied.get()));
		this.server.thenJson(200, ANSWER);
		Endpoint endpoint = endpoint();
		endpoint.generateText("a");
		denied.set(false);
		endpoint.generateText("a");
		assertThat(this.meters.get(DURATION).timers()).singleElement().extracting(Timer::count).isEqualTo(1L);
	}

	@Test
	void tokensWhenAFilterRenamesTheirMeterAndItIsRemovedThenRecordedAgain() {
		this.meters.config().meterFilter(new MeterFilter() {

			@Override
			public Meter.Id map(Meter.Id id) {
				return id.withName("shop." + id.getName());
			}

		});
		this.server.thenJson(200, ANSWER);
		Endpoint endpoint = endpoint();
		endpoint.generateText("a");
		this.meters.clear();
		endpoint.generateText("a");
		assertThat(this.meters.get("shop.gen_ai.client.inference.operation.output_tokens").summary().count())
			.isEqualTo(1);
	}

	@Test
	void activeWhenIgnoredThenNoMeter() {
		this.server.thenJson(200, ANSWER);
		endpoint(IgnoredMeters.LONG_TASK_TIMER).generateText("a");
		assertThat(this.meters.find(DURATION + ".active").meters()).isEmpty();
		assertThat(this.meters.get(DURATION).timer().count()).isEqualTo(1);
	}

}
