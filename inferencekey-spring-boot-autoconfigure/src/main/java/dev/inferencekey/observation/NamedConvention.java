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
