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

import java.util.List;
import java.util.Set;

import dev.inferencekey.autoconfigure.WorkloadConnectionDetails;
import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.credential.Redaction;
import dev.inferencekey.error.ConfigurationException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionDetailsFactory;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;

/**
 * Connects a workload to a service that has its name in the label
 * {@code dev.inferencekey.workload}, an engine that speaks OpenAI's protocol below
 * {@code /v1}. A label {@code dev.inferencekey.api-key} is the key that the engine wants.
 */
class WorkloadDockerComposeConnectionDetailsFactory
		extends DockerComposeConnectionDetailsFactory<WorkloadConnectionDetails> {

	private static final Log logger = LogFactory.getLog(WorkloadDockerComposeConnectionDetailsFactory.class);

	private static final String WORKLOAD = "dev.inferencekey.workload";

	private static final String API_KEY = "dev.inferencekey.api-key";

	WorkloadDockerComposeConnectionDetailsFactory() {
		super((source) -> source.getRunningService().labels().containsKey(WORKLOAD));
	}

	@Override
	protected WorkloadConnectionDetails getDockerComposeConnectionDetails(DockerComposeConnectionSource source) {
		return new WorkloadServiceConnectionDetails(source.getRunningService());
	}

	private static final class WorkloadServiceConnectionDetails extends DockerComposeConnectionDetails
			implements WorkloadConnectionDetails {

		private final String service;

		private final String workload;

		private final String url;

		private final @Nullable ApiKey key;

		private WorkloadServiceConnectionDetails(RunningService service) {
			super(service);
			this.service = service.name();
			this.workload = String.valueOf(service.labels().get(WORKLOAD));
			List<Integer> ports = service.ports().getAll("tcp");
			if (ports.isEmpty()) {
				throw new ConfigurationException(this.workload,
						"The Docker Compose service " + service.name() + " publishes no port.",
						"Publish the port of its engine, for example ports: ['11434'].");
			}
			this.url = "http://" + service.host() + ":" + ports.get(0) + "/v1";
			this.key = key(service);
		}

		private static @Nullable ApiKey key(RunningService service) {
			String key = service.labels().get(API_KEY);
			try {
				return (key != null && !key.isBlank()) ? ApiKey.of(key) : null;
			}
			catch (IllegalArgumentException ex) {
				throw new ConfigurationException(null,
						"The label " + API_KEY + " of the Docker Compose service " + service.name()
								+ " is not a valid key: " + ex.getMessage() + ".",
						"Set it to the key that the engine wants, or remove it.");
			}
		}

		@Override
		public @Nullable String getUrl(String workload) {
			return this.workload.equals(workload) ? this.url : null;
		}

		@Override
		public @Nullable ApiKey getApiKey(String workload) {
			return this.workload.equals(workload) ? this.key : null;
		}

		@Override
		public void validate(Set<String> workloads) {
			if (!workloads.contains(this.workload)) {
				// No error: a compose file may be shared by several applications.
				logger.warn("The label " + WORKLOAD + " of the Docker Compose service " + this.service + " is \""
						+ Redaction.redact(this.workload)
						+ "\", and no workload here has that name. Configured workloads: "
						+ (workloads.isEmpty() ? "none" : String.join(", ", workloads)) + ".");
			}
		}

	}

}
