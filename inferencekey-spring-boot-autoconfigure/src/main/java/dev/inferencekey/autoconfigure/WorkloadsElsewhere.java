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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.origin.Origin;

/**
 * The workloads that have connection details of their own. Created when the application
 * starts, so that a misspelt name is found then.
 */
class WorkloadsElsewhere {

	private static final Log logger = LogFactory.getLog(WorkloadsElsewhere.class);

	private final List<WorkloadConnectionDetails> all;

	WorkloadsElsewhere(List<WorkloadConnectionDetails> all, Set<String> workloads) {
		this.all = all;
		all.forEach((details) -> details.validate(workloads));
		workloads.forEach(this::warnOfSecond);
	}

	// Not an error: the order of the beans may be intended.
	private void warnOfSecond(String workload) {
		Map<String, String> found = new LinkedHashMap<>();
		for (WorkloadConnectionDetails details : this.all) {
			String url = details.getUrl(workload);
			if (url != null) {
				found.putIfAbsent(url, nameOf(details));
			}
		}
		if (found.size() > 1) {
			logger.warn("Several connection details know workload \"" + workload + "\"; the first one is used: "
					+ String.join(", ", found.values()) + ".");
		}
	}

	// Without toString(), which may show a key.
	private static String nameOf(WorkloadConnectionDetails details) {
		Origin origin = Origin.from(details);
		return (origin != null) ? origin.toString() : details.getClass().getName();
	}

	/**
	 * Find the connection to a workload.
	 * @param workload the name of the workload
	 * @return the connection, or {@code null} if no details know the workload
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
	 * A connection to a workload.
	 *
	 * @param url the base URL of its server
	 * @param details supplies its key
	 */
	record Connection(String url, WorkloadConnectionDetails details) {
	}

}
