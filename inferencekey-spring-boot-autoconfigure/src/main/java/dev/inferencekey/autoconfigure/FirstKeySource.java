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

import java.util.List;

import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.credential.KeySource;
import org.jspecify.annotations.Nullable;

/**
 * Asks the key sources of the application in order, and then the configuration.
 */
class FirstKeySource implements KeySource {

	private final List<KeySource> sources;

	private final KeySource fallback;

	FirstKeySource(List<KeySource> sources, KeySource fallback) {
		this.sources = sources;
		this.fallback = fallback;
	}

	@Override
	public @Nullable ApiKey current(String workload) {
		for (KeySource source : this.sources) {
			ApiKey key = source.current(workload);
			if (key != null) {
				return key;
			}
		}
		return this.fallback.current(workload);
	}

	@Override
	public boolean renew(String workload, @Nullable ApiKey refused) {
		for (KeySource source : this.sources) {
			if (source.current(workload) != null) {
				return source.renew(workload, refused);
			}
		}
		return this.fallback.renew(workload, refused);
	}

}
