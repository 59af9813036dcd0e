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
import java.util.Map;

import dev.inferencekey.error.ConfigurationException;
import dev.inferencekey.observation.GenAiConventions;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The properties below {@code inferencekey}. Unknown ones are a start-up failure, and
 * blank values count as absent.
 */
@ConfigurationProperties("inferencekey")
public class InferenceKeyProperties extends CommonProperties {

	/**
	 * Whether keys may be sent over plain http to other machines.
	 */
	private boolean allowInsecureHttp;

	/**
	 * Release of the OpenTelemetry GenAI conventions whose names metrics have: 0.1, 1.41,
	 * or both.
	 */
	private String conventions = GenAiConventions.V0_1.toString();

	/**
	 * Whether to probe each configured workload when the application starts, and what to
	 * do when one does not answer: warn logs it, fail stops the start. A workload that is
	 * still starting counts as reachable.
	 */
	private StartupProbe startupProbe = StartupProbe.OFF;

	/**
	 * Where prompts and answers may be recorded.
	 */
	private final Content content = new Content();

	/**
	 * Workloads by the name that the application uses for them, which is also their slug
	 * on the platform unless slug is set. Lower-case letters, digits and dashes.
	 */
	private final Map<String, WorkloadProperties> workloads = new LinkedHashMap<>();

	public boolean isAllowInsecureHttp() {
		return this.allowInsecureHttp;
	}

	public void setAllowInsecureHttp(boolean allowInsecureHttp) {
		this.allowInsecureHttp = allowInsecureHttp;
	}

	public String getConventions() {
		return this.conventions;
	}

	public void setConventions(String conventions) {
		this.conventions = conventions;
	}

	/**
	 * Return the conventions as a typed value.
	 * @return the conventions, release 0.1 if the property is blank
	 * @throws ConfigurationException if the property has any other value
	 */
	public GenAiConventions toGenAiConventions() {
		if (this.conventions.isBlank()) {
			return GenAiConventions.V0_1;
		}
		try {
			return GenAiConventions.of(this.conventions);
		}
		catch (IllegalArgumentException ex) {
			throw new ConfigurationException(null,
					"The value of inferencekey.conventions is \"" + this.conventions + "\".",
					"Set inferencekey.conventions to 0.1, 1.41 or both.");
		}
	}

	public StartupProbe getStartupProbe() {
		return this.startupProbe;
	}

	public void setStartupProbe(StartupProbe startupProbe) {
		this.startupProbe = startupProbe;
	}

	public Content getContent() {
		return this.content;
	}

	public Map<String, WorkloadProperties> getWorkloads() {
		return this.workloads;
	}

	/**
	 * What the startup probe does when a workload does not answer.
	 */
	public enum StartupProbe {

		/**
		 * Nothing is probed.
		 */
		OFF,

		/**
		 * The failure is logged as a warning.
		 */
		WARN,

		/**
		 * The application does not start.
		 */
		FAIL

	}

	/**
	 * Where prompts and answers may be recorded.
	 */
	public static class Content {

		/**
		 * Whether traces record prompts and answers of text generation, as
		 * gen_ai.input.messages and gen_ai.output.messages.
		 */
		private boolean trace;

		/**
		 * Whether requests and answers are logged, at level DEBUG of
		 * dev.inferencekey.calls.
		 */
		private boolean log;

		public boolean isTrace() {
			return this.trace;
		}

		public void setTrace(boolean trace) {
			this.trace = trace;
		}

		public boolean isLog() {
			return this.log;
		}

		public void setLog(boolean log) {
			this.log = log;
		}

	}

}
