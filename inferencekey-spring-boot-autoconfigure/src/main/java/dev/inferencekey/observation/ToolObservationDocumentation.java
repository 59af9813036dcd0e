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

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * The observation of tool executions, with the names of the OpenTelemetry semantic
 * conventions for generative AI.
 */
public enum ToolObservationDocumentation implements ObservationDocumentation {

	/**
	 * One execution of a tool that a model called.
	 */
	EXECUTE_TOOL {

		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultToolObservationConvention.class;
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return LowCardinalityKeyNames.values();
		}

		@Override
		public KeyName[] getHighCardinalityKeyNames() {
			return HighCardinalityKeyNames.values();
		}

	};

	/**
	 * Keys with few values, for metrics and traces.
	 */
	public enum LowCardinalityKeyNames implements KeyName {

		/**
		 * The operation, always {@code execute_tool}.
		 */
		OPERATION_NAME("gen_ai.operation.name"),

		/**
		 * The name of the tool.
		 */
		TOOL_NAME("gen_ai.tool.name"),

		/**
		 * The class of the exception that the tool threw, {@code none} if it succeeded.
		 */
		ERROR_TYPE("error.type");

		private final String key;

		LowCardinalityKeyNames(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

	/**
	 * Keys with many values, for traces only.
	 */
	public enum HighCardinalityKeyNames implements KeyName {

		/**
		 * The id of the tool call, if the model gave one.
		 */
		TOOL_CALL_ID("gen_ai.tool.call.id"),

		/**
		 * The type of the tool, always {@code function}.
		 */
		TOOL_TYPE("gen_ai.tool.type");

		private final String key;

		HighCardinalityKeyNames(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

}
