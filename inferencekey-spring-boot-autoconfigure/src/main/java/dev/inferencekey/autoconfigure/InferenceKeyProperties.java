package dev.inferencekey.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.inferencekey.error.ConfigurationException;
import dev.inferencekey.observation.GenAiConventions;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The properties below {@code inferencekey}. Unknown ones stop the start: a misspelt
 * time-out that nobody notices is worse.
 */
@ConfigurationProperties(prefix = "inferencekey", ignoreUnknownFields = false)
public class InferenceKeyProperties extends CommonProperties {

	/**
	 * Whether keys may be sent over plain http to machines other than this one.
	 */
	private boolean allowInsecureHttp;

	/**
	 * Release of the OpenTelemetry GenAI conventions whose names metrics have: 0.1, 1.41,
	 * or both.
	 */
	private String conventions = GenAiConventions.V0_1.toString();

	/**
	 * Where prompts and answers may be shown.
	 */
	private final Content content = new Content();

	/**
	 * Workloads by the name that the application has for them, which is their slug on the
	 * platform unless that is set. Lower-case letters, digits and dashes.
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

	public Content getContent() {
		return this.content;
	}

	public Map<String, WorkloadProperties> getWorkloads() {
		return this.workloads;
	}

	/**
	 * Where prompts and answers may be shown.
	 */
	public static class Content {

		/**
		 * Whether traces show prompts and answers of text generation, as
		 * gen_ai.input.messages and gen_ai.output.messages.
		 */
		private boolean trace;

		/**
		 * Whether the log shows requests and answers, at DEBUG of dev.inferencekey.calls.
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
