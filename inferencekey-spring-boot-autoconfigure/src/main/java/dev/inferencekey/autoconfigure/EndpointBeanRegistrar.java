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

import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.ReactiveEndpoint;
import dev.inferencekey.error.ConfigurationException;

import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.core.env.Environment;

/**
 * Registers an {@link Endpoint} and a {@link ReactiveEndpoint} for each configured
 * workload. Their bean names are long so that they do not collide with others; see
 * {@link WorkloadInjection} for how they are injected.
 */
class EndpointBeanRegistrar implements BeanRegistrar {

	/**
	 * How the names of all beans of a workload begin. They end with a dot and the
	 * workload.
	 */
	static final String PREFIX = "inferencekey.";

	static final String ENDPOINT_PREFIX = PREFIX + "endpoint.";

	private static final String REACTIVE_PREFIX = PREFIX + "reactive-endpoint.";

	@Override
	public void register(BeanRegistry registry, Environment environment) {
		PropertyCheck.check(environment);
		Set<String> workloads = WorkloadNames.in(environment);
		WorkloadVariables.check(environment, workloads);
		for (String workload : workloads) {
			registry.registerBean(ENDPOINT_PREFIX + workload, Endpoint.class,
					(spec) -> spec.fallback()
						.description("InferenceKey workload " + workload)
						.supplier((context) -> endpoint(context, workload)));
			registry.registerBean(REACTIVE_PREFIX + workload, ReactiveEndpoint.class,
					(spec) -> spec.fallback()
						.description("InferenceKey workload " + workload)
						.supplier((context) -> endpoint(context, workload).reactive()));
		}
	}

	// A client of the application or of a parent context does not know the properties
	// here, and nobody would notice a call with other settings.
	private static Endpoint endpoint(BeanRegistry.SupplierContext context, String workload) {
		DataClient client = context.bean(DataClient.class);
		if (!client.workloads().contains(workload)) {
			throw new ConfigurationException(workload,
					"The DataClient bean of the application or of a parent context does not know workload \"" + workload
							+ "\".",
					"Configure the workload where that bean is created, or remove inferencekey.workloads." + workload
							+ ". A test mocks @Qualifier(\"" + workload + "\") Endpoint, not the client.");
		}
		return client.endpoint(workload);
	}

}
