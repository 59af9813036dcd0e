package dev.inferencekey.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * The properties below {@code inferencekey.workloads.<name>}: those of
 * {@link CommonProperties}, which take precedence here, and those that only a single
 * workload has.
 */
public class WorkloadProperties extends CommonProperties {

	/**
	 * Base URL of an OpenAI-compatible server to use instead of the platform, such as
	 * http://localhost:11434/v1.
	 */
	private @Nullable String url;

	/**
	 * Slug of the workload on the platform. By default the name of the workload.
	 */
	private @Nullable String slug;

	/**
	 * Model that requests name. By default the slug.
	 */
	private @Nullable String model;

	public @Nullable String getUrl() {
		return this.url;
	}

	public void setUrl(@Nullable String url) {
		this.url = url;
	}

	public @Nullable String getSlug() {
		return this.slug;
	}

	public void setSlug(@Nullable String slug) {
		this.slug = slug;
	}

	public @Nullable String getModel() {
		return this.model;
	}

	public void setModel(@Nullable String model) {
		this.model = model;
	}

}
