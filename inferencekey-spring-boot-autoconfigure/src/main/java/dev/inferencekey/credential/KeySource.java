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

package dev.inferencekey.credential;

import org.jspecify.annotations.Nullable;

/**
 * Supplies the key of a workload. Asked at the start of each call, and again when the
 * server has rejected the key, so that a key can be replaced while the application runs.
 * {@link #current} is called on the thread of the caller, which may be a thread of the
 * network: it must not block, and it should return the same {@link ApiKey} instance for
 * as long as the key is the same. {@link #renew} may block.
 */
@FunctionalInterface
public interface KeySource {

	/**
	 * Return the key to use now.
	 * @param workload the name of the called workload
	 * @return the key, or {@code null} to send none
	 */
	@Nullable ApiKey current(String workload);

	/**
	 * Read the key again after the server rejected it.
	 * @param workload the name of the called workload
	 * @param refused the rejected key, {@code null} if none was sent
	 * @return {@code true} if {@link #current} now returns another key
	 */
	default boolean renew(String workload, @Nullable ApiKey refused) {
		ApiKey now = current(workload);
		return now != null && !now.equals(refused);
	}

	/**
	 * Create a source for a key that never changes.
	 * @param key the key, or {@code null} to send none
	 * @return a source that always returns this key
	 */
	static KeySource fixed(@Nullable ApiKey key) {
		return (workload) -> key;
	}

}
