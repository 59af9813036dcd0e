package dev.inferencekey.autoconfigure;

import dev.inferencekey.WorkloadSettings;

/**
 * Customizes the settings of a workload after the properties have been applied. All beans
 * of this type are called in order for each workload; for one that is not configured,
 * when it is first used.
 */
@FunctionalInterface
public interface EndpointCustomizer {

	/**
	 * Change the settings of a workload.
	 * @param workload the name of the workload
	 * @param settings the settings so far
	 */
	void customize(String workload, WorkloadSettings.Builder settings);

}
