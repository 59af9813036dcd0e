package dev.inferencekey.autoconfigure;

import dev.inferencekey.WorkloadSettings;

/**
 * Changes what is set for a workload, after the properties. Every bean of this type is
 * called for every workload, in their order; for those that are not configured when they
 * are first asked for.
 */
@FunctionalInterface
public interface EndpointCustomizer {

	/**
	 * Change the settings of a workload.
	 * @param workload the name of the workload
	 * @param settings what the properties say
	 */
	void customize(String workload, WorkloadSettings.Builder settings);

}
