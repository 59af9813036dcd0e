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
			throw new IllegalArgumentException("'" + scope + "' is no scope: write project/workload or project/*");
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
