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

import java.util.function.BiFunction;

import dev.inferencekey.Endpoint;

import org.springframework.beans.factory.BeanRegistry;
import org.springframework.beans.factory.BeanRegistry.SupplierContext;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Registers another framework's models over the workloads that have a task. They are
 * injected as endpoints are, by qualifier or name, and are fallbacks: any other bean of
 * the type wins where no workload is named. Internal.
 */
public final class WorkloadModelBeans {

	private final BeanRegistry registry;

	private final Environment environment;

	private final String framework;

	/**
	 * Create a registration.
	 * @param registry where the beans go
	 * @param environment holds the workloads
	 * @param framework a word for the framework, part of the names of the beans
	 */
	public WorkloadModelBeans(BeanRegistry registry, Environment environment, String framework) {
		this.registry = registry;
		this.environment = environment;
		this.framework = framework;
	}

	/**
	 * Register a model for each workload that has a task.
	 * @param task the task
	 * @param kind a word for the type, part of the names of the beans
	 * @param type the type of the beans
	 * @param factory creates a model over an endpoint
	 * @param <T> the type of the beans
	 */
	public <T> void register(Task task, String kind, Class<T> type, BiFunction<Endpoint, SupplierContext, T> factory) {
		for (String workload : WorkloadNames.in(this.environment)) {
			if (task(workload) == task) {
				this.registry.registerBean(EndpointBeanRegistrar.PREFIX + this.framework + "." + kind + "." + workload,
						type,
						(spec) -> spec.fallback()
							.description("InferenceKey workload " + workload)
							.supplier((context) -> factory.apply(
									context.bean(EndpointBeanRegistrar.ENDPOINT_PREFIX + workload, Endpoint.class),
									context)));
			}
		}
	}

	private Task task(String workload) {
		return Binder.get(this.environment)
			.bind(WorkloadNames.PROPERTY + "." + workload + ".task", Task.class)
			.orElse(Task.TEXT2TEXT);
	}

}
