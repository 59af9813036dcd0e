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

package dev.inferencekey.autoconfigure;

import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.error.ApiException;
import dev.inferencekey.error.CallRejectedException;
import dev.inferencekey.error.ValidationException;
import dev.inferencekey.wire.Answers;
import dev.inferencekey.wire.WireServer;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Circuit breakers of Resilience4j, as properties ask for them.
 */
class CircuitBreakerSettingsTests {

	private final WireServer server = new WireServer().thenJson(200, Answers.OK);

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(InferenceKeyAutoConfiguration.class, WebClientsAutoConfiguration.class,
				WebClientAutoConfiguration.class, ReactiveHttpClientAutoConfiguration.class,
				HttpClientAutoConfiguration.class))
		.withPropertyValues("inferencekey.base-url=" + this.server.baseUrl() + "/", "inferencekey.project=acme",
				"inferencekey.api-key=" + WireServer.KEY);

	@AfterEach
	void close() {
		this.server.close();
	}

	private static void call(ApplicationContext context) {
		assertThat(context.getBean(Endpoint.class).generateText("Hola").text()).isEqualTo("ok");
	}

	@Test
	void circuitBreakerWhenAskedForThenItOpensAndRefusesWithoutSending() {
		CircuitBreakerRegistry registry = CircuitBreakerRegistry
			.of(CircuitBreakerConfig.custom().slidingWindowSize(4).minimumNumberOfCalls(4).build());
		WireServer failing = new WireServer().thenJson(400, "{}").thenJson(400, "{}").thenJson(500, "{}");
		this.runner.withConfiguration(AutoConfigurations.of(CircuitBreakerAutoConfiguration.class))
			.withBean(CircuitBreakerRegistry.class, () -> registry)
			.withPropertyValues("inferencekey.circuit-breaker=true", "inferencekey.retry.max-attempts=1",
					"inferencekey.workloads.bot.base-url=" + failing.baseUrl(),
					"inferencekey.workloads.unprotected.circuit-breaker=false")
			.run((context) -> {
				Endpoint bot = context.getBean(DataClient.class).endpoint("bot");
				for (int i = 0; i < 2; i++) {
					assertThatExceptionOfType(ValidationException.class).isThrownBy(() -> bot.generateText("Hola"));
				}
				for (int i = 0; i < 2; i++) {
					assertThatExceptionOfType(ApiException.class).isThrownBy(() -> bot.generateTextStream("Hola"));
				}
				assertThat(registry.circuitBreaker("inferencekey-bot").getState()).isEqualTo(CircuitBreaker.State.OPEN);
				assertThatExceptionOfType(CallRejectedException.class).isThrownBy(() -> bot.generateText("Hola"))
					.withMessageContaining("circuit breaker");
				assertThatExceptionOfType(CallRejectedException.class).isThrownBy(() -> bot.generateTextStream("Hola"));
				assertThat(failing.requests()).hasSize(4);
				assertThat(context.getBean(DataClient.class).endpoint("unprotected").generateText("Hola").text())
					.isEqualTo("ok");
			});
		failing.close();
	}

	@Test
	void circuitBreakerWhenAskedForByAllThenAWorkloadKnownOnlyAtRunTimeHasOneThatTheRegistryDoesNotKeep() {
		CircuitBreakerRegistry registry = CircuitBreakerRegistry
			.of(CircuitBreakerConfig.custom().slidingWindowSize(4).minimumNumberOfCalls(4).build());
		this.runner.withConfiguration(AutoConfigurations.of(CircuitBreakerAutoConfiguration.class))
			.withBean(CircuitBreakerRegistry.class, () -> registry)
			.withPropertyValues("inferencekey.circuit-breaker=true", "inferencekey.retry.max-attempts=1")
			.run((context) -> {
				this.server.thenJson(500, "{}").thenJson(500, "{}").thenJson(500, "{}").thenJson(200, Answers.OK);
				DataClient client = context.getBean(DataClient.class);
				client.endpoint("at-run-time").generateText("Hola");
				for (int i = 0; i < 3; i++) {
					assertThatExceptionOfType(ApiException.class)
						.isThrownBy(() -> client.endpoint("at-run-time").generateText("Hola"));
				}
				assertThatExceptionOfType(CallRejectedException.class)
					.isThrownBy(() -> client.endpoint("at-run-time").generateText("Hola"))
					.withMessageContaining("circuit breaker");
				assertThat(client.endpoint("another").generateText("Hola").text()).isEqualTo("ok");
				assertThat(registry.getAllCircuitBreakers()).isEmpty();
			});
	}

	@Test
	void circuitBreakerWhenAskedForButNotOnTheClassPathThenConfigurationException() {
		this.runner.withConfiguration(AutoConfigurations.of(CircuitBreakerAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("io.github.resilience4j"))
			.withPropertyValues("inferencekey.workloads.bot.circuit-breaker=true")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("resilience4j-circuitbreaker"));
		this.runner.withConfiguration(AutoConfigurations.of(CircuitBreakerAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("io.github.resilience4j", "org.springframework.boot.actuate"))
			.withPropertyValues("inferencekey.workloads.bot.model=m")
			.run(CircuitBreakerSettingsTests::call);
	}

}
