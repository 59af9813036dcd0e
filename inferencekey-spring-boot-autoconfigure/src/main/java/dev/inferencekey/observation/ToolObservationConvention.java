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
