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

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.inferencekey.DataClient;
import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.credential.FileKeySource;
import dev.inferencekey.credential.KeySource;
import dev.inferencekey.error.ConfigurationException;
import dev.inferencekey.transport.WorkloadAddress;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Adapts {@link InferenceKeyProperties} to {@link InferenceKeyConnectionDetails}. Blank
 * means absent.
 */
class PropertiesInferenceKeyConnectionDetails implements InferenceKeyConnectionDetails, KeySource {

	private final InferenceKeyProperties properties;

	private final Map<String, FileKeySource> files = new ConcurrentHashMap<>();

	// Asked for each request; a key prepares once how texts are searched for it.
	private final Map<String, ApiKey> keys = new ConcurrentHashMap<>();

	PropertiesInferenceKeyConnectionDetails(InferenceKeyProperties properties) {
		this.properties = properties;
	}

	@Override
	public String getBaseUrl() {
		String baseUrl = this.properties.getBaseUrl();
		return (baseUrl != null && !baseUrl.isBlank()) ? baseUrl : DataClient.DEFAULT_BASE_URL;
	}

	@Override
	public @Nullable String getProject() {
		return textOrNull(this.properties.getProject());
	}

	@Override
	public @Nullable String getUrl(String workload) {
		WorkloadProperties own = this.properties.getWorkloads().get(workload);
		return (own != null) ? textOrNull(own.getUrl()) : null;
	}

	/**
	 * Check where a workload is.
	 * @param workload the name of a configured workload
	 * @throws ConfigurationException if it cannot be reached by what is configured
	 */
	void validate(String workload) {
		String prefix = WorkloadNames.PROPERTY + "." + workload;
		WorkloadProperties own = this.properties.getWorkloads().getOrDefault(workload, new WorkloadProperties());
		boolean allowed = this.properties.isAllowInsecureHttp();
		String url = PropertyValues.url(prefix + ".url", own.getUrl());
		if (url != null) {
			if (!allowed && WorkloadAddress.isInsecure(url) && getApiKey(workload) != null) {
				throw PropertyValues.insecure(prefix + ".url");
			}
			return;
		}
		if (PropertyValues.name(prefix + ".project", own.getProject()) == null) {
			PropertyValues.name("inferencekey.project", this.properties.getProject());
		}
		if (PropertyValues.baseUrl(prefix + ".base-url", own.getBaseUrl(), allowed) == null) {
			PropertyValues.baseUrl("inferencekey.base-url", this.properties.getBaseUrl(), allowed);
		}
	}

	@Override
	public @Nullable ApiKey getApiKey(String workload) {
		boolean onPlatform = getUrl(workload) == null;
		WorkloadProperties own = this.properties.getWorkloads().get(workload);
		ApiKey key = (own != null) ? key(own, WorkloadNames.PROPERTY + "." + workload, onPlatform) : null;
		if (key != null) {
			return key;
		}
		// The platform's default key is never sent to another server.
		return onPlatform ? key(this.properties, "inferencekey", true) : null;
	}

	@Override
	public @Nullable ApiKey current(String workload) {
		return getApiKey(workload);
	}

	@Override
	public boolean renew(String workload, @Nullable ApiKey refused) {
		this.files.values().forEach((file) -> file.renew(workload, refused));
		return KeySource.super.renew(workload, refused);
	}

	private @Nullable ApiKey key(CommonProperties properties, String prefix, boolean onPlatform) {
		String property = prefix + ".api-key";
		String value = PropertyValues.text(property, properties.getApiKey());
		String location = PropertyValues.text(property + "-location", properties.getApiKeyLocation());
		if (value != null && location != null) {
			throw new ConfigurationException(null, "Both " + property + " and " + property + "-location are set.",
					"Remove one of them.");
		}
		if (location != null) {
			FileKeySource file = this.files.computeIfAbsent(location,
					(any) -> source(property + "-location", location));
			return check(file.current(), property + "-location", "key in the file", onPlatform);
		}
		if (value == null) {
			return null;
		}
		return check(this.keys.computeIfAbsent(value, (text) -> parse(property, text)), property, "value", onPlatform);
	}

	private static FileKeySource source(String property, String location) {
		Path file;
		try {
			file = Path.of(location.startsWith("file:") ? location.substring(5) : location);
		}
		catch (InvalidPathException ex) {
			throw new ConfigurationException(null, "The value of " + property + " is not a valid path.",
					"Set " + property + " to a file that holds the key and nothing else.");
		}
		try {
			return new FileKeySource(file);
		}
		catch (ConfigurationException ex) {
			throw new ConfigurationException(null, ex.problem(),
					"Put the data key and nothing else into the file, or set " + property
							+ " to the file that holds it.",
					ex.getCause());
		}
	}

	private static ApiKey parse(String property, String value) {
		try {
			return ApiKey.of(value);
		}
		catch (IllegalArgumentException ex) {
			throw new ConfigurationException(null,
					"The value of " + property + " is not a valid key: " + ex.getMessage() + ".",
					"Set " + property + " to a data key, which starts with ik_live_ and contains no blanks.");
		}
	}

	private static @Nullable ApiKey check(@Nullable ApiKey key, String property, String what, boolean onPlatform) {
		if (key == null || !onPlatform || key.isDataKey()) {
			return key;
		}
		String problem = "is not a data key";
		if (key.isControlToken()) {
			problem = "is the control token " + key
					+ " (wrong_credential_type); control tokens declare workloads and cannot call them";
		}
		else if (key.reveal().startsWith(ApiKey.DATA_PREFIX)) {
			problem = "is not a complete data key";
		}
		throw new ConfigurationException(null, "The " + what + " of " + property + " " + problem + ".",
				"Use a data key there, which has the form ik_live_<id>_<secret>.");
	}

	static @Nullable String textOrNull(@Nullable String value) {
		return StringUtils.hasText(value) ? value.strip() : null;
	}

}
