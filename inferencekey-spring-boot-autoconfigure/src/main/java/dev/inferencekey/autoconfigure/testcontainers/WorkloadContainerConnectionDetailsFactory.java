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

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.stream.Collectors;

import dev.inferencekey.autoconfigure.WorkloadConnectionDetails;
import dev.inferencekey.autoconfigure.WorkloadNames;
import dev.inferencekey.error.ConfigurationException;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.GenericContainer;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetailsFactories;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;

/**
 * Connects a workload to an engine that speaks OpenAI's protocol below {@code /v1}, such
 * as {@code ollama/ollama} or {@code vllm/vllm-openai}:
 * {@code @ServiceConnection(name = "drafts")} for {@code inferencekey.workloads.drafts}.
 * <p>
 * The names of workloads are known only later, so that every container is taken; those
 * that no workload is named for stay with whatever they are made for.
 * <p>
 * Spring Boot registers one bean of a type: of all containers in fields, in a first step,
 * and of all that are beans, in a second one that passes over types that are there. So
 * one bean stands for all containers of a step, and each step has a type of its own.
 *
 * @param <D> the type
 */
abstract class WorkloadContainerConnectionDetailsFactory<D extends WorkloadContainerConnectionDetailsFactory.WorkloadContainers>
		extends ContainerConnectionDetailsFactory<GenericContainer<?>, D> {

	private final D containers;

	private final boolean beans;

	private WorkloadContainerConnectionDetailsFactory(D containers, boolean beans) {
		this.containers = containers;
		this.beans = beans;
	}

	@Override
	protected boolean sourceAccepts(ContainerConnectionSource<GenericContainer<?>> source,
			Class<?> requiredContainerType, Class<?> requiredConnectionDetailsType) {
		return this.beans == isBean(source)
				&& source.accepts(ANY_CONNECTION_NAME, requiredContainerType, WorkloadConnectionDetails.class);
	}

	// Nothing public tells a bean from a field.
	private static boolean isBean(ContainerConnectionSource<?> source) {
		return source.getOrigin().getClass().getSimpleName().equals("BeanOrigin");
	}

	@Override
	protected D getContainerConnectionDetails(ContainerConnectionSource<GenericContainer<?>> source) {
		this.containers.add(source);
		return this.containers;
	}

	static final class OfFields extends WorkloadContainerConnectionDetailsFactory<FieldContainers> {

		OfFields() {
			super(new FieldContainers(), false);
		}

	}

	static final class OfBeans extends WorkloadContainerConnectionDetailsFactory<BeanContainers> {

		OfBeans() {
			super(new BeanContainers(), true);
		}

	}

	static final class FieldContainers extends WorkloadContainers {

	}

	static final class BeanContainers extends WorkloadContainers {

	}

	abstract static class WorkloadContainers
			implements WorkloadConnectionDetails, ApplicationContextAware, SmartInitializingSingleton {

		private final Set<WorkloadContainer> all = new CopyOnWriteArraySet<>();

		private @Nullable ApplicationContext context;

		void add(ContainerConnectionSource<GenericContainer<?>> source) {
			this.all.add(new WorkloadContainer(source));
		}

		@Override
		public @Nullable String getUrl(String workload) {
			for (WorkloadContainer container : this.all) {
				if (container.isFor(workload)) {
					return container.url();
				}
			}
			return null;
		}

		@Override
		public void validate(Set<String> workloads) {
			this.all.forEach((container) -> container.validate(workloads));
		}

		@Override
		public void setApplicationContext(ApplicationContext context) {
			this.context = context;
		}

		// Also in a slice of a test, or beside a client of the application's own, where
		// nobody else asks for it.
		@Override
		public void afterSingletonsInstantiated() {
			ApplicationContext context = this.context;
			// Most containers are databases and the like, whose tests need no workloads.
			if (context == null || this.all.stream().allMatch(WorkloadContainer::isTakenByOthers)) {
				return;
			}
			Set<String> workloads = WorkloadNames.in(context.getEnvironment());
			validate(workloads);
			List<WorkloadContainer> everywhere = context.getBeanProvider(WorkloadContainers.class)
				.stream()
				.flatMap((containers) -> containers.all.stream())
				.toList();
			workloads.forEach((workload) -> refuseSecond(workload, everywhere));
		}

		private static void refuseSecond(String workload, List<WorkloadContainer> containers) {
			List<WorkloadContainer> found = containers.stream()
				.filter((container) -> container.isFor(workload))
				.toList();
			// One container may be found in several ways: by a test and the one around
			// it.
			if (found.size() > 1 && found.stream().map(WorkloadContainer::container).distinct().count() > 1) {
				throw new ConfigurationException(workload,
						"Several containers are named for workload \"" + workload + "\": "
								+ found.stream()
									.map((container) -> String.valueOf(container.getOrigin()))
									.collect(Collectors.joining(", "))
								+ ".",
						"Give the name to one @ServiceConnection only.");
			}
		}

	}

	private static final class WorkloadContainer extends ContainerConnectionDetails<GenericContainer<?>> {

		private final ContainerConnectionSource<GenericContainer<?>> source;

		private volatile boolean connected;

		private WorkloadContainer(ContainerConnectionSource<GenericContainer<?>> source) {
			super(source);
			this.source = source;
		}

		private boolean isFor(String workload) {
			return this.source.accepts(workload, GenericContainer.class, WorkloadConnectionDetails.class);
		}

		// Spring Boot refuses a container that nobody connects to. That here every
		// container is taken must not keep it from being told.
		private void validate(Set<String> workloads) {
			if (!this.connected && workloads.stream().noneMatch(this::isFor) && !isTakenByOthers()) {
				throw new ConfigurationException(null,
						"The container of " + getOrigin()
								+ " is named for no workload, and nothing else on the class path connects to it. "
								+ "Configured workloads: "
								+ (workloads.isEmpty() ? "none" : String.join(", ", workloads)) + ".",
						"Give its @ServiceConnection the name of a workload, configure that workload below "
								+ "inferencekey.workloads, or remove the annotation.");
			}
		}

		private boolean isTakenByOthers() {
			return new ConnectionDetailsFactories(null).getConnectionDetails(this.source, false)
				.keySet()
				.stream()
				.anyMatch((type) -> !WorkloadContainers.class.isAssignableFrom(type));
		}

		private GenericContainer<?> container() {
			try {
				afterPropertiesSet();
			}
			catch (RuntimeException ex) {
				throw ex;
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
			return getContainer();
		}

		private String url() {
			this.connected = true;
			GenericContainer<?> container = container();
			return "http://" + container.getHost() + ":" + container.getFirstMappedPort() + "/v1";
		}

		// The same source comes again when a test makes its context anew.
		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof WorkloadContainer container && container.source.equals(this.source);
		}

		@Override
		public int hashCode() {
			return this.source.hashCode();
		}

	}

}
