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
