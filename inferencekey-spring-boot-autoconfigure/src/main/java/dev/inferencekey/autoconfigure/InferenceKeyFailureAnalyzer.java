package dev.inferencekey.autoconfigure;

import dev.inferencekey.error.ConfigurationException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Shows a {@link ConfigurationException} as what is wrong and what to change.
 */
class InferenceKeyFailureAnalyzer extends AbstractFailureAnalyzer<ConfigurationException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, ConfigurationException cause) {
		return new FailureAnalysis(cause.problem(), cause.remedy(), cause);
	}

}
