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

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.autoconfigure.InferenceKeyAutoConfiguration;
import dev.inferencekey.autoconfigure.WebClientsAutoConfiguration;
import dev.inferencekey.autoconfigure.actuate.InferenceKeyActuatorAutoConfiguration;
import dev.inferencekey.autoconfigure.actuate.WorkloadsEndpoint;
import dev.inferencekey.autoconfigure.health.InferenceKeyHealthAutoConfiguration;
import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.credential.KeySource;
import dev.inferencekey.error.AuthException;
import dev.inferencekey.error.FailureOrigin;
import dev.inferencekey.wire.WireServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.BaggageInScope;
import io.micrometer.tracing.Tracer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.CompositeReactiveHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Health, metrics and traces in applications where something is missing, duplicated or
 * wrong.
 */
@Timeout(60)
class ObservationSetupTests {

	private static final String ANSWER = "{\"choices\":[{\"message\":{\"content\":\"ok\"}}]}";

	private final WireServer server = new WireServer();

	@AfterEach
	void close() {
		this.server.close();
	}

	private ApplicationContextRunner runner() {
		return new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(WebClientsAutoConfiguration.class, WebClientAutoConfiguration.class,
							InferenceKeyAutoConfiguration.class, InferenceKeyActuatorAutoConfiguration.class,
							InferenceKeyHealthAutoConfiguration.class, InferenceKeyMetricsAutoConfiguration.class))
			.withPropertyValues("inferencekey.project=acme", "inferencekey.base-url=" + this.server.baseUrl(),
					"management.endpoints.web.exposure.include=*");
	}

	private static Health health(CompositeReactiveHealthContributor all, String workload) {
		return ((ReactiveHealthIndicator) all.getContributor(workload)).health().block();
	}

	@Test
	void contextWhenTwoRegistriesAreThereWithoutACompositeThenStarts() {
		runner().withPropertyValues("inferencekey.workloads.bot.api-key=" + WireServer.KEY)
			.withBean("one", MeterRegistry.class, SimpleMeterRegistry::new)
			.withBean("two", MeterRegistry.class, SimpleMeterRegistry::new)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void healthWhenTheKeySourceFailsThenDownAndNoException() {
		AtomicBoolean broken = new AtomicBoolean();
		KeySource keys = (workload) -> {
			if (broken.get()) {
				throw new AuthException("vault is sealed", FailureOrigin.local(workload));
			}
			return ApiKey.of(WireServer.KEY);
		};
		runner().withPropertyValues("inferencekey.workloads.bot.slug=bot")
			.withBean(KeySource.class, () -> keys)
			.run((context) -> {
				broken.set(true);
				assertThat(
						health(context.getBean(CompositeReactiveHealthContributor.class), "bot").getStatus().getCode())
					.isEqualTo("DOWN");
			});
	}

	@Test
	void endpointWhenTheKeySourceFailsThenStillShown() {
		AtomicBoolean broken = new AtomicBoolean();
		KeySource keys = (workload) -> {
			if (broken.get()) {
				throw new AuthException("vault is sealed", FailureOrigin.local(workload));
			}
			return ApiKey.of(WireServer.KEY);
		};
		runner().withPropertyValues("inferencekey.workloads.bot.slug=bot")
			.withBean(KeySource.class, () -> keys)
			.run((context) -> {
				broken.set(true);
				assertThat(new WorkloadsEndpoint(context.getBean(DataClient.class)).workloads().workloads())
					.containsKey("bot");
			});
	}

	private Set<String> durations(Object conventions) {
		this.server.thenJson(200, ANSWER);
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(
				ObservedApplication.Application.class)
			.web(WebApplicationType.NONE)
			.initializers((created) -> created.getEnvironment()
				.getPropertySources()
				.addFirst(new MapPropertySource("test", Map.of("inferencekey.conventions", conventions))))
			.run("--inferencekey.project=acme", "--inferencekey.base-url=" + this.server.baseUrl(),
					"--inferencekey.workloads.bot.api-key=" + WireServer.KEY)) {
			context.getBean(Endpoint.class).generateText("Hola");
			return context.getBean(MeterRegistry.class)
				.getMeters()
				.stream()
				.map((meter) -> meter.getId().getName())
				.filter((name) -> name.startsWith("gen_ai") && name.endsWith(".duration"))
				.collect(Collectors.toSet());
		}
	}

	@Test
	void conventionsWhenSetThenTheNamesOfThatRelease() {
		assertThat(durations("")).containsExactly("gen_ai.client.inference.duration");
		assertThat(durations(0.1)).as("a number, as in YAML").containsExactly("gen_ai.client.inference.duration");
		assertThat(durations(1.41)).containsExactly("gen_ai.client.operation.duration");
		assertThat(durations("Both")).containsExactlyInAnyOrder("gen_ai.client.inference.duration",
				"gen_ai.client.operation.duration");
	}

	@Test
	void conventionsWhenUnknownThenTheStartFailsAndNamesTheProperty() {
		runner()
			.withPropertyValues("inferencekey.workloads.bot.api-key=" + WireServer.KEY, "inferencekey.conventions=2.0")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("inferencekey.conventions")
				.hasMessageContaining("0.1, 1.41 or both"));
	}

	@ParameterizedTest
	@ValueSource(ints = { 404, 405, 409, 501 })
	void healthWhenTheProbeFindsNoRouteThenUp(int status) {
		this.server.thenJson(status, "{}");
		runner().withPropertyValues("inferencekey.workloads.bot.api-key=" + WireServer.KEY).run((context) -> {
			Health health = health(context.getBean(CompositeReactiveHealthContributor.class), "bot");
			assertThat(health.getStatus().getCode()).isEqualTo("UP");
			assertThat(health.getDetails()).containsEntry("probe", "reachable, no probe route");
		});
	}

	@Test
	void countersWhenACallIsCancelledThenItCounts() throws Exception {
		CountDownLatch arrived = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		this.server.then((exchange) -> {
			arrived.countDown();
			exchange.await(release);
		});
		runner().withPropertyValues("inferencekey.workloads.bot.api-key=" + WireServer.KEY).run((context) -> {
			DataClient client = context.getBean(DataClient.class);
			Disposable call = client.endpoint("bot").reactive().generateText("a").subscribe();
			assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
			call.dispose();
			release.countDown();
			WorkloadsEndpoint.CountersDescriptor counters = new WorkloadsEndpoint(client).workload("bot").counters();
			assertThat(counters.calls()).isEqualTo(1);
			assertThat(counters.cancelled()).isEqualTo(1);
			assertThat(counters.failed()).isZero();
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "probe-timeout=0s", "probe-interval=-1s", "window=-1m", "window=P400000000D" })
	void healthWhenMisconfiguredThenTheStartFailsAndNamesTheProperty(String property) {
		this.server.thenJson(200, "{}");
		runner()
			.withPropertyValues("inferencekey.workloads.bot.api-key=" + WireServer.KEY,
					"management.health.inferencekey." + property)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining(
						"management.health.inferencekey." + property.substring(0, property.indexOf('='))));
	}

	@ParameterizedTest
	@ValueSource(strings = { "--management.observations.enable[gen_ai]=true",
			"--management.observations.enable[gen_ai]=false" })
	void callWhenItsObservationIsKeptOrVetoedThenParentAndBaggageStillReachTheServerOnRetries(String argument) {
		this.server.thenJson(500, "{}").thenJson(200, ANSWER);
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(
				ObservedApplication.Application.class)
			.web(WebApplicationType.NONE)
			.run("--inferencekey.project=acme", "--inferencekey.base-url=" + this.server.baseUrl(),
					"--inferencekey.workloads.support-bot.api-key=" + WireServer.KEY,
					"--inferencekey.retry.initial-backoff=1ms", "--management.tracing.sampling.probability=1",
					"--management.tracing.baggage.remote-fields=tenant", argument)) {
			Endpoint endpoint = context.getBean("inferencekey.endpoint.support-bot", Endpoint.class);
			ObservationRegistry registry = context.getBean(ObservationRegistry.class);
			Tracer tracer = context.getBean(Tracer.class);
			AtomicReference<String> trace = new AtomicReference<>();
			Observation.createNotStarted("request", registry).observe(() -> {
				trace.set(tracer.currentSpan().context().traceId());
				try (BaggageInScope baggage = tracer.createBaggageInScope("tenant", "acme-7")) {
					endpoint.generateText("Hola");
				}
			});
			assertThat(this.server.requests()).hasSize(2).allSatisfy((request) -> {
				assertThat(request.headers().get("traceparent")).startsWith("00-" + trace.get());
				assertThat(request.headers().get("baggage")).isNotNull().contains("tenant=acme-7");
			});
		}
	}

}
