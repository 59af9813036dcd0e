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

package dev.inferencekey.operation;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The JSON of an answer, parsed when it is first asked for. Thread-safe.
 */
public final class LazyJson {

	private final Supplier<JsonNode> source;

	private volatile @Nullable JsonNode node;

	/**
	 * Create an instance.
	 * @param source parses the JSON; it may be asked more than once when threads race
	 */
	public LazyJson(Supplier<JsonNode> source) {
		this.source = source;
	}

	/**
	 * The tree.
	 * @return the same tree every time, unless threads race for the first
	 */
	public JsonNode get() {
		JsonNode current = this.node;
		if (current == null) {
			current = this.source.get();
			this.node = current;
		}
		return current;
	}

}
