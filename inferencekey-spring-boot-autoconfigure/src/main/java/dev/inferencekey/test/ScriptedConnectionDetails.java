package dev.inferencekey.test;

import dev.inferencekey.autoconfigure.InferenceKeyConnectionDetails;
import dev.inferencekey.credential.ApiKey;

/**
 * Leads every workload to the scripted platform by its name in the configuration,
 * whatever its slug, project or URL.
 */
record ScriptedConnectionDetails(ScriptedPlatform platform) implements InferenceKeyConnectionDetails {

	private static final ApiKey KEY = ApiKey.of(ApiKey.DATA_PREFIX + "00000000_" + "0".repeat(64));

	@Override
	public String getBaseUrl() {
		return this.platform.baseUrl();
	}

	@Override
	public String getProject() {
		return "scripted";
	}

	@Override
	public ApiKey getApiKey(String workload) {
		return KEY;
	}

	@Override
	public String getUrl(String workload) {
		return this.platform.url(workload);
	}

	@Override
	public boolean isExclusive() {
		return true;
	}

}
