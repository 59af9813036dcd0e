package dev.inferencekey.autoconfigure;

import java.util.List;

import dev.inferencekey.error.InferenceKeyException;

/**
 * Workloads did not answer the startup probe. The cause is the failure of the first one.
 */
class StartupProbeException extends RuntimeException {

	// A report is to fit on a screen.
	private static final int MAX_LISTED = 3;

	StartupProbeException(List<InferenceKeyException> failures) {
		super(describe(failures), failures.get(0));
	}

	private static String describe(List<InferenceKeyException> failures) {
		StringBuilder message = new StringBuilder("The startup probe failed:");
		failures.stream().limit(MAX_LISTED).forEach((failure) -> message.append("\n  ").append(failure.getMessage()));
		if (failures.size() > MAX_LISTED) {
			message.append("\n  and ").append(failures.size() - MAX_LISTED).append(" more.");
		}
		return message.toString();
	}

}
