package dev.inferencekey.autoconfigure.testcontainers;

import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;

import dev.inferencekey.autoconfigure.WorkloadConnectionDetails;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.GenericContainer;

import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;

/**
 * Connects a workload to an engine that speaks OpenAI's protocol below {@code /v1}, such
 * as {@code ollama/ollama} or {@code vllm/vllm-openai}:
 * {@code @ServiceConnection(name = "drafts")} for {@code inferencekey.workloads.drafts}.
 * <p>
 * The names of workloads are known only later, so that every container is taken; those
 * that no workload is named for stay with whatever they are made for.
 */
class WorkloadContainerConnectionDetailsFactory
		extends ContainerConnectionDetailsFactory<GenericContainer<?>, WorkloadConnectionDetails> {

	// Spring Boot registers one bean of a type, so that one stands for all containers.
	private final WorkloadContainers containers = new WorkloadContainers();

	@Override
	protected WorkloadConnectionDetails getContainerConnectionDetails(
			ContainerConnectionSource<GenericContainer<?>> source) {
		this.containers.all.add(new WorkloadContainer(source));
		return this.containers;
	}

	private static final class WorkloadContainers implements WorkloadConnectionDetails {

		private final Set<WorkloadContainer> all = new CopyOnWriteArraySet<>();

		@Override
		public @Nullable String getUrl(String workload) {
			for (WorkloadContainer container : this.all) {
				if (container.isFor(workload)) {
					return container.url();
				}
			}
			return null;
		}

	}

	private static final class WorkloadContainer extends ContainerConnectionDetails<GenericContainer<?>> {

		private final ContainerConnectionSource<GenericContainer<?>> source;

		private WorkloadContainer(ContainerConnectionSource<GenericContainer<?>> source) {
			super(source);
			this.source = source;
		}

		private boolean isFor(String workload) {
			return this.source.accepts(workload, GenericContainer.class, WorkloadConnectionDetails.class);
		}

		private String url() {
			try {
				afterPropertiesSet();
			}
			catch (RuntimeException ex) {
				throw ex;
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
			GenericContainer<?> container = getContainer();
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
