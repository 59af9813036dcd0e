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

/**
 * What a workload does. A workload serves the one route of its task; see the wire
 * contract, section "Data plane, synchronous routes".
 */
public enum Task {

	/**
	 * Chat completions, whole and streamed.
	 */
	CHAT("/v1/chat/completions"),

	/**
	 * Vectors of texts.
	 */
	EMBEDDINGS("/v1/embeddings"),

	/**
	 * Documents ordered by how well they answer a query.
	 */
	RERANK("/v1/rerank");

	private final String path;

	Task(String path) {
		this.path = path;
	}

	/**
	 * The route below the workload's address.
	 * @return a path that starts with {@code /v1}
	 */
	String path() {
		return this.path;
	}

}
