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
