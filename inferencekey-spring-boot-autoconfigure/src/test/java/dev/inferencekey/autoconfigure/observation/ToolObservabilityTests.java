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

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.inferencekey.Endpoint;
import dev.inferencekey.ReactiveEndpoint;
import dev.inferencekey.autoconfigure.InferenceKeyAutoConfiguration;
import dev.inferencekey.autoconfigure.WebClientsAutoConfiguration;
import dev.inferencekey.observation.DefaultToolObservationConvention;
import dev.inferencekey.observation.ToolContext;
import dev.inferencekey.observation.ToolObservationConvention;
import dev.inferencekey.text.TextRequest;
import dev.inferencekey.text.Tool;
import dev.inferencekey.tool.ToolLoop;
import dev.inferencekey.wire.Answers;
import dev.inferencekey.wire.WireServer;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tools of an application, observed without anything being set.
 */
class ToolObservabilityTests {

	private static final TextRequest REQUEST = TextRequest.of((request) -> request.prompt("How is the weather?")
		.tools(Tool.of("weather", "Current weather", "{\"type\":\"object\"}", (call) -> "sunny")));

	private final WireServer server = new WireServer();

	private final List<ToolContext> tools = new CopyOnWriteArrayList<>();

	private final ObservationRegistry registry = ObservationRegistry.create();

	@BeforeEach
	void script() {
		this.registry.observationConfig().observationHandler(new Recorder());
		this.server.thenJson(200, Answers.toolCall("call_1", "weather", "{}")).thenJson(200, Answers.OK);
	}

	@AfterEach
	void close() {
		this.server.close();
	}

	private final class Recorder implements ObservationHandler<ToolContext> {

		@Override
		public void onStop(ToolContext context) {
			ToolObservabilityTests.this.tools.add(context);
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return context instanceof ToolContext;
		}

	}

	private ApplicationContextRunner runner() {
		return new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(WebClientsAutoConfiguration.class, InferenceKeyAutoConfiguration.class))
			.withBean(ObservationRegistry.class, () -> this.registry)
			.withPropertyValues("inferencekey.project=acme", "inferencekey.base-url=" + this.server.baseUrl(),
					"inferencekey.workloads.support-bot.api-key=" + WireServer.KEY);
	}

	@Test
	void toolWhenTheApplicationHasARegistryThenObservedThere() {
		runner().run((context) -> {
			ToolLoop.over(context.getBean(Endpoint.class)).run(REQUEST);

			assertThat(this.tools).singleElement()
				.extracting(Observation.Context::getName)
				.isEqualTo("gen_ai.execute_tool.duration");
		});
	}

	@Test
	void toolWhenTheApplicationHasAConventionThenFollowed() {
		runner().withBean(ToolObservationConvention.class, WithTeam::new).run((context) -> {
			ToolLoop.over(context.getBean(ReactiveEndpoint.class)).run(REQUEST);

			assertThat(this.tools).singleElement()
				.satisfies((tool) -> assertThat(tool.getLowCardinalityKeyValues())
					.contains(KeyValue.of("team", "forecast")));
		});
	}

	private static final class WithTeam extends DefaultToolObservationConvention {

		@Override
		public KeyValues getLowCardinalityKeyValues(ToolContext context) {
			return super.getLowCardinalityKeyValues(context).and("team", "forecast");
		}

	}

}
