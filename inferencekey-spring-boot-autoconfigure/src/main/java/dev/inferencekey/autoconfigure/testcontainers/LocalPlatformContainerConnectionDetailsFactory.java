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

package dev.inferencekey.autoconfigure.testcontainers;

import dev.inferencekey.autoconfigure.InferenceKeyConnectionDetails;
import dev.inferencekey.credential.ApiKey;
import org.testcontainers.containers.GenericContainer;

import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;

/**
 * Connects all workloads to a local platform in a container, told by its image or its
 * type.
 */
class LocalPlatformContainerConnectionDetailsFactory
		extends ContainerConnectionDetailsFactory<GenericContainer<?>, InferenceKeyConnectionDetails> {

	LocalPlatformContainerConnectionDetailsFactory() {
		super(LocalPlatformContainer.IMAGE);
	}

	// A bean method says no image before there is a container.
	@Override
	protected boolean sourceAccepts(ContainerConnectionSource<GenericContainer<?>> source,
			Class<?> requiredContainerType, Class<?> requiredConnectionDetailsType) {
		return super.sourceAccepts(source, requiredContainerType, requiredConnectionDetailsType)
				|| source.accepts(ANY_CONNECTION_NAME, LocalPlatformContainer.class, requiredConnectionDetailsType);
	}

	@Override
	protected InferenceKeyConnectionDetails getContainerConnectionDetails(
			ContainerConnectionSource<GenericContainer<?>> source) {
		return new LocalPlatformContainerConnectionDetails(source);
	}

	private static final class LocalPlatformContainerConnectionDetails
			extends ContainerConnectionDetails<GenericContainer<?>> implements InferenceKeyConnectionDetails {

		private LocalPlatformContainerConnectionDetails(ContainerConnectionSource<GenericContainer<?>> source) {
			super(source);
		}

		@Override
		public String getBaseUrl() {
			return LocalPlatformContainer.baseUrl(getContainer());
		}

		@Override
		public String getProject() {
			return getContainer().getEnvMap()
				.getOrDefault(LocalPlatformContainer.PROJECT_VARIABLE, LocalPlatformContainer.DEFAULT_PROJECT);
		}

		@Override
		public ApiKey getApiKey(String workload) {
			return LocalPlatformContainer.key(getContainer());
		}

	}

}
