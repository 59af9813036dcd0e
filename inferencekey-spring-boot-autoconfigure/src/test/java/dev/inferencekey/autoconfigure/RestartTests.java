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

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.text.TextResult;
import dev.inferencekey.wire.Answers;
import dev.inferencekey.wire.WireServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contexts that stop, go on and end.
 */
@Timeout(60)
class RestartTests {

	private final WireServer server = new WireServer();

	@AfterEach
	void close() {
		this.server.close();
	}

	private ApplicationContextRunner runner() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(WebClientsAutoConfiguration.class,
					InferenceKeyAutoConfiguration.class, LifecycleAutoConfiguration.class))
			.withPropertyValues("inferencekey.base-url=" + this.server.baseUrl(), "inferencekey.project=acme",
					"inferencekey.api-key=" + WireServer.KEY, "inferencekey.workloads.bot.model=m");
	}

	private void answersAfter(Consumer<ConfigurableApplicationContext> change) {
		this.server.thenJson(200, Answers.OK);
		runner().run((context) -> {
			Endpoint endpoint = context.getBean(Endpoint.class);
			assertThat(endpoint.generateText("Hola").text()).isEqualTo("ok");
			change.accept(context.getSourceApplicationContext());
			assertThat(endpoint.generateText("Hola").text()).isEqualTo("ok");
		});
	}

	@Test
	void contextWhenStoppedAndStartedThenCallsGoOn() {
		answersAfter((context) -> {
			context.stop();
			context.start();
		});
	}

	@Test
	void contextWhenPausedAndRestartedThenCallsGoOn() {
		answersAfter((context) -> {
			context.pause();
			context.restart();
		});
	}

	@Test
	void contextWhenClosedWithAClientOfTheApplicationThenARunningCallHasTime() throws Exception {
		CountDownLatch arrived = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		this.server.then((exchange) -> {
			arrived.countDown();
			exchange.await(release);
			exchange.respond(200, "application/json", Answers.OK);
		});
		AtomicReference<DataClient> client = new AtomicReference<>();
		AtomicReference<CompletableFuture<TextResult>> call = new AtomicReference<>();
		runner()
			.withBean("myClient", DataClient.class,
					() -> this.server.builder().workload("bot", (settings) -> settings.model("m")).build())
			.withBean("sameTime", SmartLifecycle.class, () -> new StopsAtTheSameTime(release::countDown))
			.run((context) -> {
				client.set(context.getBean(DataClient.class));
				call.set(client.get().endpoint("bot").reactive().generateText("Hola").toFuture());
				assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
			});
		// The place is given back before the caller has the answer.
		assertThat(client.get().monitor("bot").inFlight()).as("calls, once the context is closed").isZero();
		assertThat(call.get().get(10, TimeUnit.SECONDS).text()).isEqualTo("ok");
	}

	private static final class StopsAtTheSameTime implements SmartLifecycle {

		private final Runnable action;

		private volatile boolean running;

		private StopsAtTheSameTime(Runnable action) {
			this.action = action;
		}

		@Override
		public void start() {
			this.running = true;
		}

		@Override
		public void stop() {
			this.running = false;
			this.action.run();
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

		@Override
		public int getPhase() {
			return DataClientLifecycle.PHASE;
		}

	}

}
