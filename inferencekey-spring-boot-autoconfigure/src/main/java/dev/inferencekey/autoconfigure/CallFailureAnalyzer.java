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

package dev.inferencekey.autoconfigure;

import java.util.stream.Stream;

import dev.inferencekey.error.ApiException;
import dev.inferencekey.error.AuthException;
import dev.inferencekey.error.InferenceKeyException;
import dev.inferencekey.error.NotFoundException;
import dev.inferencekey.error.PermissionDeniedException;
import dev.inferencekey.error.TransportException;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Explains a call to a workload that failed while the application started, in a bean, a
 * runner or the startup probe.
 */
class CallFailureAnalyzer extends AbstractFailureAnalyzer<InferenceKeyException> {

	private final Environment environment;

	CallFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, InferenceKeyException cause) {
		String action = action(cause);
		if (action == null) {
			return null;
		}
		StartupProbeException probe = findCause(rootFailure, StartupProbeException.class);
		if (probe != null) {
			return new FailureAnalysis(probe.getMessage(),
					action + " To start all the same, set inferencekey.startup-probe=warn.", cause);
		}
		BeanCreationException bean = findCause(rootFailure, BeanCreationException.class);
		String where = (bean != null && bean.getBeanName() != null) ? " (bean '" + bean.getBeanName() + "')" : "";
		return new FailureAnalysis("A call failed while the application started" + where + ": " + cause.getMessage(),
				action, cause);
	}

	private @Nullable String action(InferenceKeyException failure) {
		String workload = failure.workload();
		String prefix = WorkloadNames.PROPERTY + "." + ((workload != null) ? workload : "<name>");
		boolean elsewhere = StringUtils.hasText(this.environment.getProperty(prefix + ".url"));
		String key = "Set " + prefix + ".api-key" + (elsewhere ? "" : " (or inferencekey.api-key)");
		if (failure instanceof PermissionDeniedException denied) {
			return switch (denied.permissionCode()) {
				case WRONG_CREDENTIAL_TYPE -> key + " to a data key, which starts with ik_live_.";
				case PROJECT_SCOPE_MISMATCH ->
					"Set inferencekey.project (or " + prefix + ".project) to the project that the key belongs to, or "
							+ prefix + ".api-key to a key of the configured project.";
				case SCOPE_INSUFFICIENT -> key + " to a key that covers this workload, or widen the scope of the key.";
				case UNKNOWN -> "Check on the platform what the key is allowed to do, or set " + prefix
						+ ".api-key to another one.";
			};
		}
		if (failure instanceof AuthException) {
			return key + " to a key that is valid and not revoked.";
		}
		if (failure instanceof NotFoundException) {
			return elsewhere ? "Check " + prefix + ".url and " + prefix + ".model." : "Check inferencekey.project and "
					+ prefix + ".slug: a workload of that name must exist there and serve this operation.";
		}
		if (failure instanceof TransportException) {
			return "Check " + addressProperty(prefix)
					+ ", that the server is up, and that it can be reached from here.";
		}
		// An invalid request is a fault of the application, which its stack trace shows.
		return (failure instanceof ApiException)
				? "Start the application again when the workload answers, or make the call after the start." : null;
	}

	private String addressProperty(String prefix) {
		return Stream.of(prefix + ".url", prefix + ".base-url")
			.filter((name) -> StringUtils.hasText(this.environment.getProperty(name)))
			.findFirst()
			.orElse("inferencekey.base-url");
	}

}
