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

package dev.inferencekey.exchange;

import java.net.URI;

import org.jspecify.annotations.Nullable;

/**
 * The far side of an exchange: a workload, or another part of the platform. Thread-safe.
 */
public interface Target {

	/**
	 * What messages call the target.
	 * @return for example {@code workload "support-bot"}
	 */
	String label();

	/**
	 * The workload that exceptions name.
	 * @return its name, or {@code null} when the target is not a workload
	 */
	@Nullable String workload();

	/**
	 * The URL of a path.
	 * @param path the path of an operation, such as {@code /v1/embeddings}; everything in
	 * it is escaped, and a query may follow
	 * @return the absolute URL
	 */
	URI uri(String path);

	/**
	 * What the user can do about a failure.
	 * @param trouble the kind of failure
	 * @return a whole sentence that names the setting to change, where there is one
	 */
	String remedy(Trouble trouble);

	/**
	 * The headers in which servers and gateways give their id of a request.
	 * @return names of headers, the preferred one first
	 */
	default Iterable<String> requestIdHeaders() {
		return RequestIds.DEFAULT_HEADERS;
	}

}
