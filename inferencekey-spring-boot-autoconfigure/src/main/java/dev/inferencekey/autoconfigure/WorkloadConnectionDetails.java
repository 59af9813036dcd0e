package dev.inferencekey.autoconfigure;

import java.util.Set;

import dev.inferencekey.credential.ApiKey;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * The addresses of workloads that do not run on the platform, such as engines in
 * containers. For these workloads they replace {@link InferenceKeyConnectionDetails} and
 * the properties {@code url} and {@code api-key}. There may be several beans of this
 * type.
 */
public interface WorkloadConnectionDetails extends ConnectionDetails {

	/**
	 * The OpenAI-compatible base of a workload, such as
	 * {@code http://localhost:11434/v1}.
	 * @param workload the name of the workload, the key of the map
	 * {@code inferencekey.workloads}
	 * @return the URL, or {@code null} if these details do not know the workload
	 */
	@Nullable String getUrl(String workload);

	/**
	 * The key of a workload that these details know. Keys from the configuration are
	 * never sent to it.
	 * @param workload the name of the workload
	 * @return the key, or {@code null} to send none
	 */
	default @Nullable ApiKey getApiKey(String workload) {
		return null;
	}

	/**
	 * Lets an implementation reject an unknown workload name. Called when the application
	 * starts, before the addresses are used. Accepts everything by default.
	 * @param workloads the names of all configured workloads
	 * @throws dev.inferencekey.error.ConfigurationException if these details are for a
	 * workload that is not configured
	 */
	default void validate(Set<String> workloads) {
	}

}
