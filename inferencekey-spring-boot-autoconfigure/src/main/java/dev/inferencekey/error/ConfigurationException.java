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

package dev.inferencekey.error;

import org.jspecify.annotations.Nullable;

/**
 * The configuration of the client cannot work. Detected before any request is sent. The
 * message names the property to change and never shows the value of a key.
 */
public class ConfigurationException extends InferenceKeyException {

	private final String problem;

	private final String remedy;

	/**
	 * Create an exception.
	 * @param workload the workload concerned, {@code null} for none in particular
	 * @param problem what is wrong
	 * @param remedy what to change
	 */
	public ConfigurationException(@Nullable String workload, String problem, String remedy) {
		this(workload, problem, remedy, null);
	}

	/**
	 * Create an exception.
	 * @param workload the workload concerned, {@code null} for none in particular
	 * @param problem what is wrong
	 * @param remedy what to change
	 * @param cause the underlying exception, {@code null} for none
	 */
	public ConfigurationException(@Nullable String workload, String problem, String remedy, @Nullable Throwable cause) {
		super("configuration error: " + problem + " " + remedy, FailureOrigin.local(workload).withCause(cause));
		this.problem = SafeText.redact(problem);
		this.remedy = SafeText.redact(remedy);
	}

	/**
	 * What is wrong.
	 * @return a sentence
	 */
	public String problem() {
		return this.problem;
	}

	/**
	 * What to change.
	 * @return a sentence that names the property
	 */
	public String remedy() {
		return this.remedy;
	}

}
