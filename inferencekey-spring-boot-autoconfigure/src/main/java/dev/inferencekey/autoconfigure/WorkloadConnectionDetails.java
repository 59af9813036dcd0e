package dev.inferencekey.autoconfigure;

import java.util.Set;

import dev.inferencekey.credential.ApiKey;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * Where workloads are that do not run on the platform, such as engines in containers. For
 * these workloads it replaces {@link InferenceKeyConnectionDetails} and the properties
 * {@code url} and {@code api-key}; for all others nothing changes. There may be several.
 */
public interface WorkloadConnectionDetails extends ConnectionDetails {

	/**
	 * The OpenAI-compatible base of a workload, such as
	 * {@code http://localhost:11434/v1}.
	 * @param workload the name of the workload, the key of the map
	 * {@code inferencekey.workloads}
	 * @return the URL, or {@code null} if this does not know the workload
	 */
	@Nullable String getUrl(String workload);

	/**
	 * The key of a workload that this knows. Keys of the configuration are never sent to
	 * it.
	 * @param workload the name of the workload
	 * @return the key, or {@code null} to send none
	 */
	default @Nullable ApiKey getApiKey(String workload) {
		return null;
	}

	/**
	 * Called when the application starts, before anything else. Whoever is there for a
	 * workload that is not configured would otherwise be ignored without a word. Accepts
	 * everything by default.
	 * @param workloads the names of all configured workloads
	 * @throws dev.inferencekey.error.ConfigurationException if this is meant for a
	 * workload that is not among them
	 */
	default void validate(Set<String> workloads) {
	}

}
