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

package dev.inferencekey.localplatform;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import dev.inferencekey.credential.ApiKey;
import org.jspecify.annotations.Nullable;

/**
 * Every credential that the platform knows, by its public prefix.
 */
final class KeyRing {

	private static final Pattern SHAPE = Pattern.compile("ik_(live|sdk)_[0-9a-f]{8}_[0-9a-f]{64}");

	private final SecureRandom random = new SecureRandom();

	private final Map<String, Grant> grants = new ConcurrentHashMap<>();

	ApiKey issue(List<Scope> scopes) {
		return issue(ApiKey.DATA_PREFIX, scopes);
	}

	ApiKey issueControlToken(String project) {
		return issue(ApiKey.CONTROL_PREFIX, List.of(Scope.wholeProject(project)));
	}

	private ApiKey issue(String prefix, List<Scope> scopes) {
		while (true) {
			ApiKey key = ApiKey.of(prefix + hex(4) + "_" + hex(32));
			if (this.grants.putIfAbsent(key.toString(), new Grant(key, scopes)) == null) {
				return key;
			}
		}
	}

	void accept(ApiKey key, List<Scope> scopes) {
		if (!SHAPE.matcher(key.reveal()).matches()) {
			throw new IllegalArgumentException(
					"a key of the platform is ik_live_ or ik_sdk_, 8 hexadecimal digits, _ and 64 more");
		}
		if (this.grants.putIfAbsent(key.toString(), new Grant(key, scopes)) != null) {
			throw new IllegalArgumentException("there is already a key " + key);
		}
	}

	void revoke(ApiKey key) {
		this.grants.computeIfPresent(key.toString(), (prefix, grant) -> grant.key().equals(key) ? null : grant);
	}

	/**
	 * Find what a presented credential may do. The public prefix selects the candidate;
	 * the comparison of the whole key, by {@link ApiKey#equals}, takes constant time.
	 */
	@Nullable Grant find(String presented) {
		if (!SHAPE.matcher(presented).matches()) {
			return null;
		}
		ApiKey key = ApiKey.of(presented);
		Grant grant = this.grants.get(key.toString());
		return (grant != null && grant.key().equals(key)) ? grant : null;
	}

	private String hex(int bytes) {
		byte[] value = new byte[bytes];
		this.random.nextBytes(value);
		return HexFormat.of().formatHex(value);
	}

	/**
	 * A credential and what it opens.
	 */
	record Grant(ApiKey key, List<Scope> scopes) {

		Grant {
			scopes = List.copyOf(scopes);
		}

		boolean knowsProject(String project) {
			return this.scopes.stream().anyMatch((scope) -> scope.project().equals(project));
		}

		boolean covers(String project, String workload) {
			return this.scopes.stream().anyMatch((scope) -> scope.covers(project, workload));
		}

	}

}
