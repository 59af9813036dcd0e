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

import dev.inferencekey.credential.ApiKey;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * The address of the platform and the keys of workloads. By default they come from the
 * {@code inferencekey.*} properties; a bean of this type replaces these properties.
 */
public interface InferenceKeyConnectionDetails extends ConnectionDetails {

	/**
	 * The base URL of the platform, such as {@code https://api.inferencekey.com}.
	 * @return an absolute {@code http} or {@code https} URL
	 */
	String getBaseUrl();

	/**
	 * The project that the workloads belong to.
	 * @return the project's slug, or {@code null} when every workload has a URL of its
	 * own
	 */
	@Nullable String getProject();

	/**
	 * The data key of a workload.
	 * @param workload the name of the workload, the key of the map
	 * {@code inferencekey.workloads}
	 * @return the key, or {@code null} when there is none for this workload
	 */
	@Nullable ApiKey getApiKey(String workload);

	/**
	 * The bare OpenAI-compatible base of a workload that does not run on the platform,
	 * such as {@code http://localhost:11434/v1}.
	 * @param workload the name of the workload, the key of the map
	 * {@code inferencekey.workloads}
	 * @return the URL, or {@code null} when the workload is reached through the platform
	 */
	default @Nullable String getUrl(String workload) {
		return null;
	}

	/**
	 * Whether these details alone decide on the addresses and keys of all workloads, as
	 * in a test that must not reach anything else. If so, the property {@code url},
	 * {@link WorkloadConnectionDetails} and {@code KeySource} beans are ignored, and so
	 * are addresses and keys that an {@link EndpointCustomizer} sets.
	 * @return {@code false} by default
	 */
	default boolean isExclusive() {
		return false;
	}

}
