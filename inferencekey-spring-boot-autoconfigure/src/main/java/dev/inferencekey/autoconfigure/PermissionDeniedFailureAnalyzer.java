package dev.inferencekey.autoconfigure;

import dev.inferencekey.error.PermissionDeniedException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Shows a control token that connection details of the application gave out as a data
 * key.
 */
class PermissionDeniedFailureAnalyzer extends AbstractFailureAnalyzer<PermissionDeniedException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, PermissionDeniedException cause) {
		return new FailureAnalysis(cause.getMessage(),
				"Give workload \"" + cause.workload() + "\" a data key, which starts with ik_live_.", cause);
	}

}
