package dev.inferencekey.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

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

	public Map<String, WorkloadProperties> getWorkloads() {
		return this.workloads;
	}

}
