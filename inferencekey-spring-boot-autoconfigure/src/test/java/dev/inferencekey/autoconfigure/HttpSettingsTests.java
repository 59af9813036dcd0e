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

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.error.ConfigurationException;
import dev.inferencekey.error.TransportException;
import dev.inferencekey.wire.Answers;
import dev.inferencekey.wire.WireServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.JdkClientHttpConnectorBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Connectors, builders and customizers of the application, and the HTTP settings of a
 * workload.
 */
@Timeout(60)
class HttpSettingsTests {

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

	private WireServer.Request sent() {
		return this.server.requests().get(this.server.requests().size() - 1);
	}

	private static void call(ApplicationContext context) {
		assertThat(context.getBean(Endpoint.class).generateText("Hola").text()).isEqualTo("ok");
	}

	@Test
	void connectorWhenSetByACustomizerThenItIsUsed() {
		AtomicInteger connects = new AtomicInteger();
		ReactorClientHttpConnector connector = new ReactorClientHttpConnector();
		ClientHttpConnector counting = (method, uri, callback) -> {
			connects.incrementAndGet();
			return connector.connect(method, uri, callback);
		};
		this.runner.withBean(WebClientCustomizer.class, () -> (builder) -> builder.clientConnector(counting))
			.withPropertyValues("inferencekey.workloads.bot.model=m")
			.run((context) -> {
				call(context);
				assertThat(connects).hasValue(1);
			});
	}

	@Test
	void connectorWhenABeanThenItIsUsed() {
		AtomicInteger connects = new AtomicInteger();
		ReactorClientHttpConnector connector = new ReactorClientHttpConnector();
		this.runner.withBean(ClientHttpConnector.class, () -> (method, uri, callback) -> {
			connects.incrementAndGet();
			return connector.connect(method, uri, callback);
		}).withPropertyValues("inferencekey.workloads.bot.model=m").run((context) -> {
			call(context);
			assertThat(connects).hasValue(1);
		});
	}

	@Test
	void webClientBuilderWhenABeanThenItIsUsed() {
		this.runner.withBean(WebClient.Builder.class, () -> WebClient.builder().defaultHeader("x-own", "yes"))
			.withPropertyValues("inferencekey.workloads.bot.model=m")
			.run((context) -> {
				call(context);
				assertThat(sent().headers()).containsEntry("x-own", "yes");
			});
	}

	@Test
	void httpSettingsWhenAConnectorBeanThenTheConflictIsRefused() {
		this.runner.withBean(WebClient.Builder.class, WebClient::builder)
			.withPropertyValues("inferencekey.workloads.bot.http.connect-timeout=1s")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("inferencekey.workloads.bot.http"));
	}

	@Test
	void readTimeoutWhenOfTheWorkloadThenItEndsTheCall() {
		WireServer silent = new WireServer().then((exchange) -> exchange.awaitClosed(new CountDownLatch(1)));
		this.runner
			.withPropertyValues("spring.http.clients.read-timeout=1m",
					"inferencekey.workloads.bot.http.read-timeout=100ms",
					"inferencekey.workloads.bot.base-url=" + silent.baseUrl())
			.run((context) -> {
				assertThatExceptionOfType(TransportException.class)
					.isThrownBy(() -> context.getBean(Endpoint.class).generateText("Hola"))
					.withMessageContaining("read-timeout");
			});
		silent.close();
	}

	@Test
	void webClientBuildersWhenSeveralThenRefusedAtStart() {
		this.runner.withBean("one", WebClient.Builder.class, WebClient::builder)
			.withBean("two", WebClient.Builder.class, WebClient::builder)
			.withPropertyValues("inferencekey.workloads.bot.model=m")
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining("@Primary"));
	}

	@Test
	void redirectsWhenTheConnectorWouldCarryTheKeyAlongThenRefused() {
		ApplicationContextRunner jdk = this.runner
			.withBean(JdkClientHttpConnectorBuilder.class, ClientHttpConnectorBuilder::jdk)
			.withPropertyValues("inferencekey.workloads.bot.model=m");
		jdk.run(HttpSettingsTests::call);
		jdk.withPropertyValues("inferencekey.http.redirects=follow")
			.run((context) -> assertThatExceptionOfType(ConfigurationException.class)
				.isThrownBy(() -> context.getBean(Endpoint.class).generateText("Hola"))
				.withMessageContaining("inferencekey.http.redirects"));
		assertThat(this.server.requests()).hasSize(1);
	}

	@Test
	void cookiesWhenTheClientCanThenSentBackByTheWorkloadThatWantsThem() {
		WireServer sweet = new WireServer().thenJson(200, Answers.OK, "Set-Cookie: node=7; Path=/");
		this.runner.withBean(JdkClientHttpConnectorBuilder.class, ClientHttpConnectorBuilder::jdk)
			.withPropertyValues("inferencekey.base-url=" + sweet.baseUrl(),
					"inferencekey.workloads.bot.http.cookie-handling=enable", "inferencekey.workloads.other.model=m")
			.run((context) -> {
				for (String workload : new String[] { "bot", "other", "bot", "other" }) {
					context.getBean(DataClient.class).endpoint(workload).generateText("Hola");
				}
				assertThat(sweet.requests()).extracting((request) -> request.headers().get("cookie"))
					.containsExactly(null, null, "node=7", null);
			});
		sweet.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "inferencekey.http.cookie-handling", "inferencekey.workloads.bot.http.cookie-handling" })
	void startWhenTheClientCannotKeepCookiesThenFails(String property) {
		this.runner.withPropertyValues("inferencekey.workloads.bot.model=m", property + "=enable")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(ConfigurationException.class)
				.hasMessageContaining("Set " + property + "=disable"));
	}

}
