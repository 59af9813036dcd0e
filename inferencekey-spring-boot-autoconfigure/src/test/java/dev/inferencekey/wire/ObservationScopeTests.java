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

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import dev.inferencekey.DataClient;
import dev.inferencekey.observation.CallContext;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where a call is the current observation, and what it costs when handlers of the
 * application fail in that scope: nothing.
 */
@org.junit.jupiter.api.Timeout(30)
class ObservationScopeTests {

	private static final String ANSWER = "{\"choices\":[{\"message\":{\"content\":\"Si\"}}]}";

	private final WireServer server = new WireServer();

	private final ObservationRegistry observations = ObservationRegistry.create();

	private final AtomicInteger scopes = new AtomicInteger();

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void callWhenAFilterSeesItsRequestsThenCurrentThere() {
		this.server.thenJson(500, "{}").thenJson(200, ANSWER);
		this.observations.observationConfig().observationHandler(new Scopes());
		List<Observation> current = new CopyOnWriteArrayList<>();
		this.server.builder()
			.observationRegistry(this.observations)
			.retry(Policies.quickRetries(2))
			.webClientBuilder(WebClient.builder().filter((request, next) -> {
				current.add(this.observations.getCurrentObservation());
				return next.exchange(request);
			}))
			.build()
			.endpoint("support-bot")
			.generateText("a");
		assertThat(current).as("the retry, too").hasSize(2).allSatisfy((observation) -> {
			assertThat(observation).isNotNull();
			assertThat(observation.getContext()).isInstanceOf(CallContext.class);
		});
		assertThat(this.scopes).hasValue(2);
	}

	private final class Scopes implements ObservationHandler<CallContext> {

		@Override
		public void onScopeOpened(CallContext context) {
			ObservationScopeTests.this.scopes.incrementAndGet();
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return context instanceof CallContext;
		}

	}

	@ParameterizedTest
	@ValueSource(strings = { "scopeOpened", "scopeClosed" })
	void callWhenAHandlerFailsInItsScopeThenNotAffected(String moment) throws Exception {
		this.server.thenJson(200, ANSWER);
		this.observations.observationConfig().observationHandler(new BrokenHandler(moment));
		DataClient client = this.server.builder()
			.observationRegistry(this.observations)
			.timeouts(Policies.total(3000))
			.build();
		AtomicReference<Observation> left = new AtomicReference<>();
		CompletableFuture<String> answer = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			try {
				answer.complete(client.endpoint("support-bot").generateText("a").text());
			}
			catch (RuntimeException ex) {
				answer.completeExceptionally(ex);
			}
			finally {
				left.set(this.observations.getCurrentObservation());
			}
		});
		thread.start();
		assertThat(answer.get(20, TimeUnit.SECONDS)).isEqualTo("Si");
		thread.join();
		assertThat(left.get()).as("what is current on the caller's thread after its call").isNull();
	}

}
