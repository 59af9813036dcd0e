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
 * The names and keys of observations of calls. A bean of this type replaces
 * {@link DefaultCallObservationConvention}.
 */
public interface CallObservationConvention extends ObservationConvention<CallContext> {

	/**
	 * Return the name of the observation of a call, which is that of its timer.
	 * @param context the context of the call
	 * @return the name of the duration of the operation in release 0.1 of the
	 * conventions, such as {@code gen_ai.client.inference.duration}
	 */
	default String getName(CallContext context) {
		return GenAiMetric.durationOf(context.getOperation()).meterName();
	}

	/**
	 * Return the name of observations regardless of the call. It is used only where this
	 * convention is registered as a global one; otherwise {@link #getName(CallContext)}
	 * counts.
	 * @return {@code gen_ai.client.operation.duration}
	 */
	@Override
	default String getName() {
		return GenAiMetric.OPERATION_DURATION.meterName();
	}

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof CallContext;
	}

}
