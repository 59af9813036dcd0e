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

import dev.inferencekey.observation.ToolObservationDocumentation.HighCardinalityKeyNames;
import dev.inferencekey.observation.ToolObservationDocumentation.LowCardinalityKeyNames;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;

/**
 * The default {@link ToolObservationConvention}, with the names and keys of the
 * OpenTelemetry semantic conventions for generative AI. Extend it to add keys.
 */
public class DefaultToolObservationConvention implements ToolObservationConvention {

	private static final KeyValue OPERATION = LowCardinalityKeyNames.OPERATION_NAME.withValue("execute_tool");

	private static final KeyValue TYPE = HighCardinalityKeyNames.TOOL_TYPE.withValue("function");

	@Override
	public String getContextualName(ToolContext context) {
		return "execute_tool " + context.getToolName();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(ToolContext context) {
		Throwable failure = context.getError();
		return KeyValues.of(OPERATION, LowCardinalityKeyNames.TOOL_NAME.withValue(context.getToolName()),
				LowCardinalityKeyNames.ERROR_TYPE
					.withValue((failure != null) ? failure.getClass().getName() : KeyValue.NONE_VALUE));
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(ToolContext context) {
		String callId = context.getCallId();
		return (callId != null) ? KeyValues.of(TYPE, HighCardinalityKeyNames.TOOL_CALL_ID.withValue(callId))
				: KeyValues.of(TYPE);
	}

}
