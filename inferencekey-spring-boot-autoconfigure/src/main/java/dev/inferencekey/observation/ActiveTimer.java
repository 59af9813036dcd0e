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
