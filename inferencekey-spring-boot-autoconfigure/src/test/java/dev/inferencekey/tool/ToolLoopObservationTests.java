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

package dev.inferencekey.tool;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.inferencekey.observation.ToolContext;
import dev.inferencekey.text.TextResult;
import dev.inferencekey.text.Tool;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.inferencekey.tool.ScriptedModel.call;
import static dev.inferencekey.tool.ScriptedModel.calls;
import static dev.inferencekey.tool.ScriptedModel.request;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tools that are observed.
 */
class ToolLoopObservationTests {

	private final ObservationRegistry registry = ObservationRegistry.create();

	private final List<ToolContext> stopped = new CopyOnWriteArrayList<>();

	private final List<@Nullable Observation> current = new CopyOnWriteArrayList<>();

	private final Tool weather = Tool.of("weather", "Current weather", "{}", (call) -> {
		this.current.add(this.registry.getCurrentObservation());
		return "sunny";
	});

	private final ScriptedModel model = new ScriptedModel(calls(call("call_7", "weather")), TextResult.of("Done"));

	private final ToolLoop loop = this.model.loop().observationRegistry(this.registry);

	ToolLoopObservationTests() {
		this.registry.observationConfig().observationHandler(new Recorder());
	}

	private final class Recorder implements ObservationHandler<ToolContext> {

		@Override
		public void onStop(ToolContext context) {
			ToolLoopObservationTests.this.stopped.add(context);
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return context instanceof ToolContext;
		}

	}

	@Test
	void toolWhenRunThenObservedAsAChildOfTheCallersObservation() {
		Observation caller = Observation.start("caller", this.registry);

		caller.observe(() -> this.loop.run(request(this.weather)));

		assertThat(this.stopped).singleElement().satisfies((context) -> {
			assertThat(context.getName()).isEqualTo("gen_ai.execute_tool.duration");
			assertThat(context.getContextualName()).isEqualTo("execute_tool weather");
			assertThat(context.getCallId()).isEqualTo("call_7");
			assertThat(context.getParentObservation()).isEqualTo(caller);
		});
		assertThat(this.current).singleElement().satisfies((observation) -> {
			assertThat(observation).isNotNull();
			assertThat(observation.getContextView()).isSameAs(this.stopped.get(0));
		});
	}

	@Test
	void toolWhenTheCallersObservationIsInTheReactorContextThenItsChild() {
		Observation caller = Observation.start("caller", this.registry);

		this.loop.runReactive(request(this.weather))
			.contextWrite((context) -> context.put(ObservationThreadLocalAccessor.KEY, caller))
			.block();

		assertThat(this.stopped).singleElement().extracting(ToolContext::getParentObservation).isEqualTo(caller);
	}

	@Test
	void toolWhenItThrowsThenTheObservationHasTheException() {
		IllegalStateException failure = new IllegalStateException("x".repeat(1000));

		this.loop.run(request(Tool.of("weather", "Current weather", "{}", (call) -> {
			throw failure;
		})));

		assertThat(this.stopped).singleElement().extracting(ToolContext::getError).isSameAs(failure);
	}

	@Test
	void toolWhenTheIdOfItsCallIsLongOrAKeyThenShownInPart() {
		String key = "ik_live_a1b2c3d4_" + "5ec2e7".repeat(8);
		new ScriptedModel(calls(call("x".repeat(100_000), "weather"), call(key, "weather")), TextResult.of("Done"))
			.loop()
			.maxParallel(1)
			.observationRegistry(this.registry)
			.run(request(this.weather));

		assertThat(this.stopped).extracting(ToolContext::getCallId)
			.containsExactly("x".repeat(127) + "…", "ik_live_a1b2c3d4…");
	}

	@Test
	void toolWhenItIsUnknownOrDeclinedThenNotObserved() {
		new ScriptedModel(calls(call("none")), TextResult.of("Done")).loop()
			.observationRegistry(this.registry)
			.run(request(this.weather));
		this.loop.approve((call) -> false).run(request(this.weather));

		assertThat(this.stopped).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "start", "scopeOpened", "scopeClosed", "error", "stop" })
	void toolWhenAHandlerFailsThenRunAndItsResultIsSent(String moment) {
		this.registry.observationConfig().observationHandler(new Broken(moment));
		IllegalStateException failure = new IllegalStateException("no weather");
		ScriptedModel both = new ScriptedModel(calls(call("a", "weather"), call("b", "broken")), TextResult.of("Done"));

		both.loop()
			.observationRegistry(this.registry)
			.executor(Runnable::run)
			.run(request(this.weather, Tool.of("broken", "Breaks", "{}", (call) -> {
				throw failure;
			})));

		assertThat(both.told()).containsExactly("sunny", "Error: IllegalStateException: no weather");
		assertThat(this.registry.getCurrentObservation()).isNull();
	}

	private record Broken(String moment) implements ObservationHandler<ToolContext> {

		@Override
		public void onStart(ToolContext context) {
			failAt("start");
		}

		@Override
		public void onScopeOpened(ToolContext context) {
			failAt("scopeOpened");
		}

		@Override
		public void onScopeClosed(ToolContext context) {
			failAt("scopeClosed");
		}

		@Override
		public void onError(ToolContext context) {
			failAt("error");
		}

		@Override
		public void onStop(ToolContext context) {
			failAt("stop");
		}

		private void failAt(String now) {
			if (now.equals(this.moment)) {
				throw new AssertionError("broken handler");
			}
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return context instanceof ToolContext;
		}

	}

}
