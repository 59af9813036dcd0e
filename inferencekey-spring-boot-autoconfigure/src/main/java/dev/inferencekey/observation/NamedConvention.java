package dev.inferencekey.observation;

import io.micrometer.common.KeyValues;
import org.jspecify.annotations.Nullable;

/**
 * A convention with the name that it gives to one call: Micrometer asks for the name of
 * an observation without its context.
 *
 * @param convention the convention
 * @param name the name of the observation
 */
record NamedConvention(CallObservationConvention convention, String name) implements CallObservationConvention {

	static NamedConvention of(CallObservationConvention convention, CallContext context) {
		return new NamedConvention(convention, convention.getName(context));
	}

	@Override
	public String getName() {
		return this.name;
	}

	@Override
	public @Nullable String getContextualName(CallContext context) {
		return this.convention.getContextualName(context);
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(CallContext context) {
		return this.convention.getLowCardinalityKeyValues(context);
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(CallContext context) {
		return this.convention.getHighCardinalityKeyValues(context);
	}

}
