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

import dev.inferencekey.Endpoint;
import dev.inferencekey.autoconfigure.CircuitBreakerAutoConfiguration;
import dev.inferencekey.autoconfigure.InferenceKeyAutoConfiguration;
import dev.inferencekey.autoconfigure.WebClientsAutoConfiguration;
import dev.inferencekey.autoconfigure.actuate.InferenceKeyActuatorAutoConfiguration;
import dev.inferencekey.autoconfigure.actuate.WorkloadsEndpoint;
import dev.inferencekey.autoconfigure.health.InferenceKeyHealthAutoConfiguration;
import dev.inferencekey.wire.WireServer;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Everything that is optional, taken away one by one.
 */
class ClassPathTests {

	private final WireServer server = new WireServer().thenJson(200,
			"{\"choices\":[{\"message\":{\"content\":\"ok\"}}]}");

	@AfterEach
	void close() {
		this.server.close();
	}

	private ApplicationContextRunner runner() {
		return new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(WebClientsAutoConfiguration.class, ReactiveHttpClientAutoConfiguration.class,
							WebClientAutoConfiguration.class, CircuitBreakerAutoConfiguration.class,
							InferenceKeyAutoConfiguration.class, InferenceKeyActuatorAutoConfiguration.class,
							InferenceKeyHealthAutoConfiguration.class, InferenceKeyMetricsAutoConfiguration.class))
			.withPropertyValues("inferencekey.project=acme", "inferencekey.base-url=" + this.server.baseUrl(),
					"inferencekey.workloads.bot.api-key=" + WireServer.KEY,
					"management.endpoints.web.exposure.include=*");
	}

	@ParameterizedTest
	@ValueSource(strings = { "io.micrometer.core", "io.micrometer.tracing", "org.springframework.boot.health",
			"org.springframework.boot.actuate", "org.springframework.boot.micrometer", "io.github.resilience4j",
			"org.testcontainers", "org.springframework.boot.testcontainers", "org.springframework.boot.docker.compose",
			"org.springframework.test", "org.junit", "org.assertj" })
	void callWhenAPartIsMissingThenEverythingElseWorks(String missing) {
		runner().withClassLoader(new FilteredClassLoader(missing)).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(Endpoint.class).generateText("Hola").text()).isEqualTo("ok");
			assertThat(context.containsBean("inferencekeyHealthContributor")).isEqualTo(!missing.contains("health"));
			assertThat(context.getBeansOfType(WorkloadMeters.class)).isEmpty();
		});
	}

	@Test
	void callWhenOnlyMetricsAreThereThenCountedAndWithoutARegistryNot() {
		runner()
			.withConfiguration(AutoConfigurations.of(ObservationAutoConfiguration.class, MetricsAutoConfiguration.class,
					CompositeMeterRegistryAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class))
			.run((context) -> {
				context.getBean(Endpoint.class).generateText("Hola");
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				assertThat(
						registry.get("inferencekey.retry.budget").tag("inferencekey.workload", "bot").gauge().value())
					.isEqualTo(10);
			});
	}

	@Test
	void contextWhenHealthOrEndpointIsSwitchedOffThenAbsent() {
		runner().withConfiguration(AutoConfigurations.of(EndpointAutoConfiguration.class))
			.withPropertyValues("management.health.inferencekey.enabled=false",
					"management.endpoint.inferencekey.access=NONE")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(WorkloadsEndpoint.class)
				.doesNotHaveBean("inferencekeyHealthContributor"));
	}

	@Test
	void contextWhenNoWorkloadIsConfiguredThenNoHealthAndNoFailure() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(WebClientsAutoConfiguration.class,
					WebClientAutoConfiguration.class, InferenceKeyAutoConfiguration.class,
					InferenceKeyActuatorAutoConfiguration.class, InferenceKeyHealthAutoConfiguration.class,
					InferenceKeyMetricsAutoConfiguration.class, MetricsAutoConfiguration.class,
					CompositeMeterRegistryAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("inferencekeyHealthContributor"));
	}

}
