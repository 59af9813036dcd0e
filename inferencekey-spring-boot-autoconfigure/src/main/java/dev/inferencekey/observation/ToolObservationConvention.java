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

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * The names and keys of observations of tool executions. A bean of this type replaces
 * {@link DefaultToolObservationConvention}.
 */
public interface ToolObservationConvention extends ObservationConvention<ToolContext> {

	/**
	 * Return the name of the observation, which is that of its timer.
	 * @return {@code gen_ai.execute_tool.duration}
	 */
	@Override
	default String getName() {
		return GenAiMetric.EXECUTE_TOOL_DURATION.meterName();
	}

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof ToolContext;
	}

}
