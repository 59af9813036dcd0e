package dev.inferencekey.autoconfigure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.origin.Origin;

/**
 * Those workloads that connection details of their own lead away from the platform. Made
 * when the application starts, so that one with a misspelt name is found then.
 */
class WorkloadsElsewhere {

	private static final Log logger = LogFactory.getLog(WorkloadsElsewhere.class);

	private final List<WorkloadConnectionDetails> all;

	WorkloadsElsewhere(List<WorkloadConnectionDetails> all, Set<String> workloads) {
		this.all = all;
		all.forEach((details) -> details.validate(workloads));
		workloads.forEach(this::warnOfSecond);
	}

	// No error: the order of beans is a way to say which one holds.
	private void warnOfSecond(String workload) {
		Map<String, String> found = new LinkedHashMap<>();
		for (WorkloadConnectionDetails details : this.all) {
			String url = details.getUrl(workload);
			if (url != null) {
				found.putIfAbsent(url, nameOf(details));
			}
		}
		if (found.size() > 1) {
			logger.warn("Several connection details know workload \"" + workload + "\", of which the first holds: "
					+ String.join(", ", found.values()) + ".");
		}
	}

	// Not as text: what the application has may have its key in it.
	private static String nameOf(WorkloadConnectionDetails details) {
		Origin origin = Origin.from(details);
		return (origin != null) ? origin.toString() : details.getClass().getName();
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
