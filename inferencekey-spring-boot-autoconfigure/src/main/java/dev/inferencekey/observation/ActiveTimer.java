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

import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.observation.Observation;

/**
 * Ends the long task timer of an observation whose end its handlers cannot be told,
 * because another handler, the convention or a filter failed. Without this, the call
 * would count as active forever.
 */
final class ActiveTimer {

	// micrometer-core is optional.
	private static final boolean METRICS_PRESENT = isPresent("io.micrometer.core.instrument.LongTaskTimer");

	private ActiveTimer() {
	}

	static void stop(Observation.Context context) {
		if (METRICS_PRESENT) {
			Samples.stop(context);
		}
	}

	private static boolean isPresent(String name) {
		try {
			Class.forName(name, false, ActiveTimer.class.getClassLoader());
			return true;
		}
		catch (ClassNotFoundException | LinkageError ex) {
			return false;
		}
	}

	private static final class Samples {

		// DefaultMeterObservationHandler keeps its sample under this key.
		private static void stop(Observation.Context context) {
			LongTaskTimer.Sample sample = context.get(LongTaskTimer.Sample.class);
			if (sample != null) {
				sample.stop();
			}
		}

	}

}
