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

package dev.inferencekey.shapes;

import java.time.Clock;
import java.time.Duration;

import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.credential.KeySource;
import dev.inferencekey.exchange.ConnectionPools;
import dev.inferencekey.observation.ActivityRecorder;
import dev.inferencekey.observation.BoundedNames;
import dev.inferencekey.observation.CallObservations;
import dev.inferencekey.observation.CallTarget;
import dev.inferencekey.operation.Json;
import dev.inferencekey.resilience.RetrySettings;
import dev.inferencekey.transport.ContentSettings;
import dev.inferencekey.transport.Transport;
import dev.inferencekey.transport.TransportResources;
import dev.inferencekey.transport.TransportSettings;
import dev.inferencekey.transport.WorkloadAddress;
import dev.inferencekey.transport.WorkloadTarget;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.web.reactive.function.client.WebClient;
import tools.jackson.databind.json.JsonMapper;

/**
 * The real pipeline of a workload, at the bare base of a server.
 */
final class Pipeline implements AutoCloseable {

	private final ConnectionPools pools = new ConnectionPools();

	private final TransportResources resources = new TransportResources(new Json(JsonMapper.shared()),
			ContentSettings.NOWHERE);

	private final Transport transport;

	Pipeline(String baseUrl, String key) {
		WebClient client = this.pools.webClient("shapes").build();
		CallTarget target = CallTarget.of("shapes", "shapes").withServer("127.0.0.1", 0);
		TransportSettings settings = TransportSettings
			.builder(new WorkloadTarget("shapes", WorkloadAddress.at("shapes", baseUrl)), "shapes",
					CallObservations.of(ObservationRegistry.NOOP, null, target, new BoundedNames(1)),
					new ActivityRecorder(Clock.systemUTC()))
			.keys(KeySource.fixed(ApiKey.of(key)))
			.webClient(() -> client)
			.retry(RetrySettings.UNSET.withMaxAttempts(2).withInitialBackoff(Duration.ofMillis(1)))
			.build();
		this.transport = new Transport(settings, this.resources);
	}

	Transport transport() {
		return this.transport;
	}

	@Override
	public void close() {
		this.resources.close();
		this.pools.close();
	}

}
