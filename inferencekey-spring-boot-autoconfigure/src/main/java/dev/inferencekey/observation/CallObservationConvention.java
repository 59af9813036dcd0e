package dev.inferencekey.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names and keys of the observation of calls. A bean of this type replaces
 * {@link DefaultCallObservationConvention}.
 */
public interface CallObservationConvention extends ObservationConvention<CallContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof CallContext;
	}

}
