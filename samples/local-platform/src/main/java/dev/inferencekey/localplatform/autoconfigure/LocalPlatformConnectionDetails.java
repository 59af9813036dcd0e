package dev.inferencekey.localplatform.autoconfigure;

import dev.inferencekey.autoconfigure.InferenceKeyConnectionDetails;
import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.localplatform.LocalPlatform;

/**
 * The address of a local platform and the keys that it generated.
 */
record LocalPlatformConnectionDetails(LocalPlatform platform) implements InferenceKeyConnectionDetails {

	@Override
	public String getBaseUrl() {
		return this.platform.baseUrl();
	}

	@Override
	public String getProject() {
		return this.platform.project();
	}

	@Override
	public ApiKey getApiKey(String workload) {
		return this.platform.apiKey(workload);
	}

}
