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

package dev.inferencekey.localplatform;

/**
 * What a data key opens: one workload of a project, or all of them.
 *
 * @param project the project's slug
 * @param workload the workload's slug, or {@code *}
 */
record Scope(String project, String workload) {

	private static final String ALL = "*";

	static Scope parse(String scope) {
		String[] parts = scope.split("/", -1);
		if (parts.length != 2) {
			throw new IllegalArgumentException("'" + scope + "' is not a scope: write project/workload or project/*");
		}
		Slug.require("project slug", parts[0]);
		if (!parts[1].equals(ALL)) {
			Slug.require("workload slug", parts[1]);
		}
		return new Scope(parts[0], parts[1]);
	}

	static Scope wholeProject(String project) {
		return new Scope(project, ALL);
	}

	boolean covers(String project, String workload) {
		return this.project.equals(project) && (this.workload.equals(ALL) || this.workload.equals(workload));
	}

}
