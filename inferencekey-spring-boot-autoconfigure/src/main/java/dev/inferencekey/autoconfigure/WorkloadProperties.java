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

	/**
	 * What the workload does, in the platform's words, such as embedding or reranker. By
	 * default text2text.
	 */
	private @Nullable Task task;

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

	public @Nullable Task getTask() {
		return this.task;
	}

	public void setTask(@Nullable Task task) {
		this.task = task;
	}

}
