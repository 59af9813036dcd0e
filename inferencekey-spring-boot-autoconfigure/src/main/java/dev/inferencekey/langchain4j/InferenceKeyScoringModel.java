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

package dev.inferencekey.langchain4j;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.inferencekey.Endpoint;
import dev.inferencekey.error.InferenceKeyException;
import dev.inferencekey.rerank.RerankRequest;
import dev.inferencekey.rerank.RerankResult;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.scoring.ScoringModel;
import dev.langchain4j.model.scoring.request.ScoringRequest;
import dev.langchain4j.model.scoring.response.ScoringResponse;

/**
 * A LangChain4j {@link ScoringModel} whose scores come from a workload that reranks.
 * Scores stand in the order of the segments. A document that the workload leaves out, as
 * some do below a threshold, has the score {@link Double#NEGATIVE_INFINITY}. Failures are
 * as with {@link InferenceKeyChatModel}.
 */
public final class InferenceKeyScoringModel implements ScoringModel {

	private final Endpoint endpoint;

	/**
	 * Create a model.
	 * @param endpoint the workload
	 */
	public InferenceKeyScoringModel(Endpoint endpoint) {
		this.endpoint = endpoint;
	}

	@Override
	public Response<List<Double>> scoreAll(List<TextSegment> segments, String query) {
		List<String> documents = segments.stream().map(TextSegment::text).toList();
		try {
			RerankResult result = this.endpoint.rerank(RerankRequest.of(query, documents));
			return Response.from(scores(result, documents.size()), ChatResponses.usage(result.usage()));
		}
		catch (InferenceKeyException ex) {
			throw Failures.map(ex);
		}
	}

	@Override
	public CompletableFuture<ScoringResponse> doScoreAsync(ScoringRequest request) {
		return Calls.future(() -> this.endpoint.reactive().rerank(map(request)),
				(result) -> ScoringResponse.builder()
					.scores(scores(result, request.documents().size()))
					.modelName(result.model())
					.tokenUsage(ChatResponses.usage(result.usage()))
					.build());
	}

	private static RerankRequest map(ScoringRequest request) {
		if (request.modelName() != null) {
			throw new UnsupportedFeatureException("The modelName \"" + request.modelName()
					+ "\" is not supported: the workload decides which model scores. Leave it out.");
		}
		return RerankRequest.of(request.query(), request.documents());
	}

	private static List<Double> scores(RerankResult result, int documents) {
		Double[] scores = new Double[documents];
		Arrays.fill(scores, Double.NEGATIVE_INFINITY);
		result.results().forEach((item) -> scores[item.index()] = item.relevanceScore());
		return List.of(scores);
	}

}
