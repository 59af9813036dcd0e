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

package dev.inferencekey.rerank;

import java.util.ArrayList;
import java.util.List;

import dev.inferencekey.operation.LazyJson;
import dev.inferencekey.operation.Usage;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Documents by relevance.
 */
public final class RerankResult {

	private final List<RerankItem> results;

	private final @Nullable String model;

	private final @Nullable Usage usage;

	private final LazyJson raw;

	RerankResult(List<RerankItem> results, @Nullable String model, @Nullable Usage usage, LazyJson raw) {
		this.results = List.copyOf(results);
		this.model = model;
		this.usage = usage;
		this.raw = raw;
	}

	/**
	 * Create a result, for tests and for implementations of an endpoint.
	 * @param results the documents, in any order
	 * @return a result without model and usage, the most relevant document first
	 */
	public static RerankResult of(List<RerankItem> results) {
		List<RerankItem> sorted = new ArrayList<>(results);
		sorted.sort(RerankItem.BEST_FIRST);
		return new RerankResult(sorted, null, null, new LazyJson(JsonNodeFactory.instance::objectNode));
	}

	/**
	 * The documents, the most relevant first.
	 * @return an unmodifiable list
	 */
	public List<RerankItem> results() {
		return this.results;
	}

	/**
	 * The model that really answered, as opposed to the workload that was asked.
	 * @return the model, or {@code null} when the server did not say
	 */
	public @Nullable String model() {
		return this.model;
	}

	/**
	 * What the call cost.
	 * @return the tokens, or {@code null} when the server did not say
	 */
	public @Nullable Usage usage() {
		return this.usage;
	}

	/**
	 * The whole answer, parsed when it is first asked for.
	 * @return the JSON of the answer; an empty object when there was none
	 */
	public JsonNode raw() {
		return this.raw.get();
	}

	@Override
	public String toString() {
		return "RerankResult[" + this.results + ", model=" + this.model + ", usage=" + this.usage + "]";
	}

}
