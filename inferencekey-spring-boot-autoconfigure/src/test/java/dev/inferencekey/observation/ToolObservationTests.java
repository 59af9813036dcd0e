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

package dev.inferencekey.observation;

import java.util.Arrays;
import java.util.List;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler.IgnoredMeters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * The observation of tool executions.
 */
class ToolObservationTests {

	private static final ToolObservationConvention CONVENTION = new DefaultToolObservationConvention();

	private final MeterRegistry meters = new SimpleMeterRegistry();

	private final ObservationRegistry registry = ObservationRegistry.create();

	private final ToolContext context = new ToolContext("weather", "call_1");

	ToolObservationTests() {
		this.registry.observationConfig()
			.observationHandler(new DefaultMeterObservationHandler(this.meters, IgnoredMeters.LONG_TASK_TIMER));
	}

	private Observation observation(ToolContext context) {
		return ToolObservationDocumentation.EXECUTE_TOOL.observation(null, CONVENTION, () -> context, this.registry);
	}

	@Test
	void toolWhenItSucceedsThenTimedByItsName() {
		observation(this.context).observe(() -> {
		});
		assertThat(this.meters.get("gen_ai.execute_tool.duration")
			.tag("gen_ai.operation.name", "execute_tool")
			.tag("gen_ai.tool.name", "weather")
			.tag("error.type", "none")
			.timer()
			.count()).isEqualTo(1);
		assertThat(this.context.getContextualName()).isEqualTo("execute_tool weather");
		assertThat(this.context.getHighCardinalityKeyValue("gen_ai.tool.call.id").getValue()).isEqualTo("call_1");
	}

	@Test
	void toolWhenItThrowsThenItsExceptionIsTheErrorType() {
		assertThatIllegalStateException().isThrownBy(() -> observation(this.context).observe(() -> {
			throw new IllegalStateException("no weather today");
		}));
		assertThat(this.meters.get("gen_ai.execute_tool.duration")
			.tag("error.type", "java.lang.IllegalStateException")
			.timer()
			.count()).isEqualTo(1);
		assertThat(this.context.getError()).hasMessage("no weather today");
	}

	@Test
	void keysWhenTheCallHasNoIdThenAllOthersAsDocumented() {
		ToolContext context = new ToolContext("weather", null);
		observation(context).observe(() -> {
		});
		assertThat(tagKeys()).containsExactlyInAnyOrderElementsOf(
				names(ToolObservationDocumentation.EXECUTE_TOOL.getLowCardinalityKeyNames()));
		assertThat(context.getHighCardinalityKeyValue("gen_ai.tool.call.id")).isNull();
	}

	private List<String> tagKeys() {
		return this.meters.get("gen_ai.execute_tool.duration")
			.timer()
			.getId()
			.getTags()
			.stream()
			.map(Tag::getKey)
			.filter((key) -> !key.equals("error"))
			.toList();
	}

	private static List<String> names(KeyName[] keys) {
		return Arrays.stream(keys).map(KeyName::asString).toList();
	}

}
