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

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import dev.inferencekey.Endpoint;
import dev.inferencekey.error.StreamInterruptedException;
import dev.inferencekey.wire.Answers;
import dev.inferencekey.wire.WireServer;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contexts that are closed while calls run.
 */
@Timeout(60)
class ClosingTests {

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

	@Test
	void contextWhenClosedWithACallThatHangsOnAConnectorOfTheApplicationThenItKeepsToTheTimeout() throws Exception {
		CountDownLatch arrived = new CountDownLatch(1);
		WireServer silent = new WireServer().then((exchange) -> {
			arrived.countDown();
			exchange.awaitClosed(new CountDownLatch(1));
		});
		this.runner.withBean(WebClient.Builder.class, WebClient::builder)
			.withConfiguration(AutoConfigurations.of(LifecycleAutoConfiguration.class))
			.withPropertyValues("inferencekey.workloads.bot.base-url=" + silent.baseUrl(),
					"spring.lifecycle.timeout-per-shutdown-phase=200ms")
			.run((context) -> {
				context.getBean(Endpoint.class).reactive().generateText("Hola").subscribe((answer) -> {
				}, (failure) -> {
				});
				assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
			});
		silent.close();
	}

	@Test
	void contextWhenClosedThenARunningStreamHasTimeAndThenEnds() throws Exception {
		CountDownLatch streaming = new CountDownLatch(1);
		CountDownLatch closed = new CountDownLatch(1);
		WireServer endless = new WireServer().then((exchange) -> {
			exchange.head();
			exchange.chunk(Answers.delta("a"));
			streaming.countDown();
			exchange.awaitClosed(closed);
		});
		AtomicReference<Throwable> failure = new AtomicReference<>();
		CountDownLatch failed = new CountDownLatch(1);
		this.runner
			.withPropertyValues("inferencekey.workloads.bot.base-url=" + endless.baseUrl(),
					"spring.lifecycle.timeout-per-shutdown-phase=300ms")
			.withConfiguration(AutoConfigurations.of(LifecycleAutoConfiguration.class))
			.run((context) -> {
				context.getBean(Endpoint.class).reactive().generateTextStream("Hola").subscribe((chunk) -> {
				}, (ex) -> {
					failure.set(ex);
					failed.countDown();
				});
				assertThat(streaming.await(20, TimeUnit.SECONDS)).isTrue();
			});
		assertThat(failed.await(20, TimeUnit.SECONDS)).isTrue();
		assertThat(failure.get()).isInstanceOf(StreamInterruptedException.class);
		assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
		endless.close();
	}

	@Test
	void contextWhenClosedThenARunningStreamEndsOnAWebClientOfTheApplicationToo() throws Exception {
		CountDownLatch streaming = new CountDownLatch(1);
		CountDownLatch closed = new CountDownLatch(1);
		WireServer endless = new WireServer().then((exchange) -> {
			exchange.head();
			exchange.chunk(Answers.delta("a"));
			streaming.countDown();
			exchange.awaitClosed(closed);
		});
		CompletableFuture<Throwable> failure = new CompletableFuture<>();
		this.runner
			.withPropertyValues("inferencekey.workloads.bot.base-url=" + endless.baseUrl(),
					"spring.lifecycle.timeout-per-shutdown-phase=300ms")
			.withBean(WebClient.Builder.class,
					() -> WebClient.builder()
						.clientConnector(new ReactorClientHttpConnector(
								HttpClient.create(ConnectionProvider.create("of the application"))
									.runOn(LoopResources.create("of-the-application")))))
			.withConfiguration(AutoConfigurations.of(LifecycleAutoConfiguration.class))
			.run((context) -> {
				context.getBean(Endpoint.class).reactive().generateTextStream("Hola").subscribe((chunk) -> {
				}, failure::complete);
				assertThat(streaming.await(20, TimeUnit.SECONDS)).isTrue();
			});
		assertThat(failure).succeedsWithin(Duration.ofSeconds(20))
			.asInstanceOf(InstanceOfAssertFactories.throwable(StreamInterruptedException.class))
			.hasMessageContaining("spring.lifecycle.timeout-per-shutdown-phase")
			.satisfies((ex) -> assertThat(ex.partialText()).isEqualTo("a"));
		assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
		endless.close();
	}

}
