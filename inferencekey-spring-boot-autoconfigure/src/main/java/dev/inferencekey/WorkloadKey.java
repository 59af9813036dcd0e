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

package dev.inferencekey;

import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.credential.KeySource;
import dev.inferencekey.error.ConfigurationException;
import dev.inferencekey.error.FailureOrigin;
import dev.inferencekey.error.PermissionCode;
import dev.inferencekey.error.PermissionDeniedException;
import dev.inferencekey.transport.WorkloadAddress;
import org.jspecify.annotations.Nullable;

/**
 * Refuses keys that cannot work before anything is sent.
 */
final class WorkloadKey {

	private WorkloadKey() {
	}

	/**
	 * Check the key that a workload begins with.
	 * @param workload the name of the workload
	 * @param key the key, {@code null} for none
	 * @param address where the workload is; a server of its own may want any key or none
	 * @throws ConfigurationException if there is none, or it is not a data key
	 * @throws PermissionDeniedException if it is a control token
	 */
	static void check(String workload, @Nullable ApiKey key, WorkloadAddress address) {
		if (!address.isOnPlatform()) {
			return;
		}
		String property = "inferencekey.workloads." + workload + ".api-key";
		if (key == null) {
			throw new ConfigurationException(workload, "No ik_live_ key for workload \"" + workload + "\".", "Set "
					+ property
					+ ", or inferencekey.api-key (environment variable INFERENCEKEY_API_KEY) for all workloads.");
		}
		if (key.isControlToken()) {
			throw new PermissionDeniedException(PermissionCode.WRONG_CREDENTIAL_TYPE,
					"the key " + key + " of workload \"" + workload
							+ "\" is a control token, which no data route accepts. Nothing was sent. Set " + property
							+ " to a data key, which starts with ik_live_.",
					FailureOrigin.local(workload));
		}
		if (!key.isDataKey()) {
			throw new ConfigurationException(workload, "The key of workload \"" + workload + "\" is not a data key.",
					"Set " + property + " to a key that starts with ik_live_.");
		}
	}

	/**
	 * Refuse a key where a name belongs, so that it does not get into URLs, metrics and
	 * logs.
	 * @param workload what stands for the name of the workload
	 * @param settings its slug, project and model
	 * @throws ConfigurationException if one of them looks like a key
	 */
	static void refuseAsName(String workload, WorkloadSettings settings) {
		if (ApiKey.looksLikeKey(workload)) {
			throw new ConfigurationException(null, "The name of a workload looks like a key.",
					"The arguments may be swapped: the name comes first, then the key, as in endpoint(\"support-bot\", apiKey).");
		}
		refuseAsName(workload, "slug", settings.slug());
		refuseAsName(workload, "project", settings.project());
		refuseAsName(workload, "model", settings.model());
	}

	private static void refuseAsName(String workload, String setting, @Nullable String value) {
		if (value != null && ApiKey.looksLikeKey(value)) {
			throw new ConfigurationException(workload,
					"The " + setting + " of workload \"" + workload + "\" looks like a key.",
					"Set the " + setting + " to a name, and the key by apiKey(…) or inferencekey.workloads." + workload
							+ ".api-key.");
		}
	}

	/**
	 * Keep keys from being sent unencrypted. Looked at for each request, since a source
	 * may have a key only later.
	 * @param keys gives the keys
	 * @param address where they would be sent
	 * @return a source that refuses to give a key
	 */
	static KeySource refusing(KeySource keys, WorkloadAddress address) {
		return new KeySource() {

			@Override
			public @Nullable ApiKey current(String workload) {
				if (keys.current(workload) != null) {
					throw new ConfigurationException(workload,
							"The key of workload \"" + workload + "\" would be sent unencrypted to " + address + ".",
							"Use https, or set inferencekey.allow-insecure-http=true if the network is trusted.");
				}
				return null;
			}

			@Override
			public boolean renew(String workload, @Nullable ApiKey refused) {
				return keys.renew(workload, refused);
			}

		};
	}

	/**
	 * Read a key that was given as text.
	 * @param workload the workload concerned, {@code null} for none in particular
	 * @param value the text
	 * @return the key
	 * @throws ConfigurationException if it cannot be sent in a header
	 */
	static ApiKey parse(@Nullable String workload, String value) {
		try {
			return ApiKey.of(value);
		}
		catch (IllegalArgumentException ex) {
			throw new ConfigurationException(workload,
					"The key" + ((workload != null) ? " of workload \"" + workload + "\"" : "") + " is not valid: "
							+ ex.getMessage() + ".",
					"Use a data key, which starts with ik_live_ and has no blanks in it.");
		}
	}

}
