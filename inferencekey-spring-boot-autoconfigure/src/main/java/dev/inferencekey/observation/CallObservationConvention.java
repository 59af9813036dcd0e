package dev.inferencekey.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * The names and keys of observations of calls. A bean of this type replaces
 * {@link DefaultCallObservationConvention}.
 */
public interface CallObservationConvention extends ObservationConvention<CallContext> {

	/**
	 * The name of the observation and of the timer of whole calls.
	 * @return {@code gen_ai.client.operation.duration}
	 */
	@Override
	default String getName() {
		return "gen_ai.client.operation.duration";
	}

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof CallContext;
	}

}
