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
