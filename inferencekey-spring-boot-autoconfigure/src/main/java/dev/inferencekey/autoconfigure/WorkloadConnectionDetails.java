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

import java.util.Set;

import dev.inferencekey.credential.ApiKey;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * The addresses of workloads that do not run on the platform, such as engines in
 * containers. For these workloads they replace {@link InferenceKeyConnectionDetails} and
 * the properties {@code url} and {@code api-key}. There may be several beans of this
 * type.
 */
public interface WorkloadConnectionDetails extends ConnectionDetails {

	/**
	 * The OpenAI-compatible base of a workload, such as
	 * {@code http://localhost:11434/v1}.
	 * @param workload the name of the workload, the key of the map
	 * {@code inferencekey.workloads}
	 * @return the URL, or {@code null} if these details do not know the workload
	 */
	@Nullable String getUrl(String workload);

	/**
	 * The key of a workload that these details know. Keys from the configuration are
	 * never sent to it.
	 * @param workload the name of the workload
	 * @return the key, or {@code null} to send none
	 */
	default @Nullable ApiKey getApiKey(String workload) {
		return null;
	}

	/**
	 * Lets an implementation reject an unknown workload name. Called when the application
	 * starts, before the addresses are used. Accepts everything by default.
	 * @param workloads the names of all configured workloads
	 * @throws dev.inferencekey.error.ConfigurationException if these details are for a
	 * workload that is not configured
	 */
	default void validate(Set<String> workloads) {
	}

}
