package dev.inferencekey.autoconfigure;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Those workloads that connection details of their own lead away from the platform. Made
 * when the application starts, so that one with a misspelt name is found then.
 */
class WorkloadsElsewhere {

	private final List<WorkloadConnectionDetails> all;

	WorkloadsElsewhere(List<WorkloadConnectionDetails> all, Set<String> workloads) {
		this.all = all;
		all.forEach((details) -> details.validate(workloads));
	}

	/**
	 * Find out where a workload is.
	 * @param workload the name of the workload
	 * @return a connection to it, or {@code null} if nobody knows it
	 */
	@Nullable Connection find(String workload) {
		for (WorkloadConnectionDetails details : this.all) {
			String url = details.getUrl(workload);
			if (url != null) {
				return new Connection(url, details);
			}
		}
		return null;
	}

	/**
	 * The way to a workload.
	 *
	 * @param url the base of its server
	 * @param details knows its key
	 */
	record Connection(String url, WorkloadConnectionDetails details) {
	}

}
