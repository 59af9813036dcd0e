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

import java.util.Set;

import dev.inferencekey.operation.Facts;
import dev.inferencekey.operation.Operation;
import dev.inferencekey.operation.RequestBody;
import dev.inferencekey.operation.Surrogates;
import dev.inferencekey.operation.Usage;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Reranking on the wire: {@code /rerank}.
 */
public final class RerankOperation {

	/**
	 * Documents by relevance.
	 */
	public static final Operation<RerankRequest, RerankResult> RERANK = Operation
		.<RerankRequest, RerankResult>named("rerank", "/v1/rerank")
		.check(RerankOperation::problem)
		.encoder((request, model, json) -> RequestBody.json(json, model, (generator) -> write(request, generator)))
		.reader((request, head, json) -> new RerankReader(json, request))
		.facts(new ResultFacts())
		.build();

	// What the client writes itself; setting it as an extra field would write it twice.
	private static final Set<String> OWN_FIELDS = Set.of("model", "query", "documents", "top_n");

	private RerankOperation() {
	}

	private static @Nullable String problem(RerankRequest request) {
		if (request.query().isBlank()) {
			return "the query is blank";
		}
		if (request.documents().isEmpty()) {
			return "there are no documents to rerank";
		}
		if (Surrogates.isBroken(request.query())) {
			return "the query has half a surrogate pair";
		}
		for (int i = 0; i < request.documents().size(); i++) {
			if (Surrogates.isBroken(request.documents().get(i))) {
				return "documents[" + i + "] has half a surrogate pair";
			}
		}
		Integer topN = request.topN();
		if (topN != null && topN < 1) {
			return "topN is " + topN + "; it must be at least 1";
		}
		for (String name : request.extra().keySet()) {
			if (OWN_FIELDS.contains(name)) {
				return "the field \"" + name + "\" cannot be set as an extra field; it has a way of its own";
			}
		}
		return null;
	}

	private static void write(RerankRequest request, JsonGenerator json) {
		json.writeStringProperty("query", request.query());
		json.writeName("documents");
		json.writeStartArray();
		request.documents().forEach(json::writeString);
		json.writeEndArray();
		Integer topN = request.topN();
		if (topN != null) {
			json.writeNumberProperty("top_n", topN);
		}
		request.extra().forEach(json::writePOJOProperty);
	}

	private static final class ResultFacts implements Facts<RerankResult> {

		@Override
		public @Nullable String model(RerankResult result) {
			return result.model();
		}

		@Override
		public @Nullable Usage usage(RerankResult result) {
			return result.usage();
		}

	}

}
