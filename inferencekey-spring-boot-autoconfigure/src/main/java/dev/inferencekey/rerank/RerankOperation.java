package dev.inferencekey.rerank;

import dev.inferencekey.operation.Facts;
import dev.inferencekey.operation.Operation;
import dev.inferencekey.operation.RequestBody;
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

	private RerankOperation() {
	}

	private static @Nullable String problem(RerankRequest request) {
		if (request.query().isBlank()) {
			return "the query is blank";
		}
		if (request.documents().isEmpty()) {
			return "there are no documents to rerank";
		}
		Integer topN = request.topN();
		if (topN != null && topN < 1) {
			return "topN is " + topN + "; it must be at least 1";
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
	}

	private static final class ResultFacts implements Facts<RerankResult> {

		@Override
		public @Nullable String model(RerankResult result) {
			return result.model();
		}

	}

}
