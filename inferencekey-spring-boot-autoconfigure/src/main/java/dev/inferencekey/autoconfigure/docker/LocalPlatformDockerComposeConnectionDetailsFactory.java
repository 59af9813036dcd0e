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

package dev.inferencekey.autoconfigure.docker;

import java.util.Map;

import dev.inferencekey.autoconfigure.InferenceKeyConnectionDetails;
import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.error.ConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionDetailsFactory;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;

/**
 * Connects all workloads to a service with the image {@code inferencekey/local-platform},
 * by the key and project of its environment.
 */
class LocalPlatformDockerComposeConnectionDetailsFactory
		extends DockerComposeConnectionDetailsFactory<InferenceKeyConnectionDetails> {

	private static final String IMAGE = "inferencekey/local-platform";

	private static final int PORT = 8089;

	private static final String KEY_VARIABLE = "LOCALPLATFORM_APIKEY";

	private static final String PROJECT_VARIABLE = "LOCALPLATFORM_PROJECT";

	LocalPlatformDockerComposeConnectionDetailsFactory() {
		super(IMAGE);
	}

	@Override
	protected InferenceKeyConnectionDetails getDockerComposeConnectionDetails(DockerComposeConnectionSource source) {
		return new LocalPlatformServiceConnectionDetails(source.getRunningService());
	}

	private static final class LocalPlatformServiceConnectionDetails extends DockerComposeConnectionDetails
			implements InferenceKeyConnectionDetails {

		private final String baseUrl;

		private final String service;

		private final Map<String, @Nullable String> environment;

		private LocalPlatformServiceConnectionDetails(RunningService service) {
			super(service);
			this.baseUrl = "http://" + service.host() + ":" + service.ports().get(PORT);
			this.service = service.name();
			this.environment = service.env();
		}

		@Override
		public String getBaseUrl() {
			return this.baseUrl;
		}

		@Override
		public String getProject() {
			String project = this.environment.get(PROJECT_VARIABLE);
			return (project != null) ? project : "acme";
		}

		@Override
		public ApiKey getApiKey(String workload) {
			String key = this.environment.get(KEY_VARIABLE);
			try {
				return ApiKey.of((key != null) ? key : "");
			}
			catch (IllegalArgumentException ex) {
				throw new ConfigurationException(workload,
						"The Docker Compose service " + this.service + " has no valid " + KEY_VARIABLE + ": "
								+ ex.getMessage() + ".",
						"Set that variable of the service to a data key, ik_live_, 8 hexadecimal digits, _ and 64 more.");
			}
		}

	}

}
