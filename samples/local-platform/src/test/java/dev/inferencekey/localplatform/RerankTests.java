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

import dev.inferencekey.localplatform.Caller.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class RerankTests {

	private static final String DOCUMENTS = """
			["Cats sleep most of the day.", {"text": "You get your money back within five days."},
			 "The invoice is under my orders."]""";

	private static LocalPlatform platform;

	private static Caller caller;

	@BeforeAll
	static void start() {
		platform = LocalPlatform.start();
		caller = new Caller(platform.baseUrl());
	}

	@AfterAll
	static void stop() {
		platform.close();
	}

	@Test
	void rerankWhenDocumentsThenAllOfThemBestFirst() {
		JsonNode answer = rerank("");
		assertThat(answer.at("/model").asString()).isEqualTo("all-minilm-l6-v2-q-cosine");
		JsonNode results = answer.at("/results");
		assertThat(results.size()).isEqualTo(3);
		assertThat(results.get(0).at("/index").asInt()).isEqualTo(1);
		assertThat(results.get(0).at("/relevance_score").asDouble())
			.isGreaterThan(results.get(1).at("/relevance_score").asDouble());
		assertThat(results.get(1).at("/relevance_score").asDouble())
			.isGreaterThan(results.get(2).at("/relevance_score").asDouble());
		assertThat(answer.at("/usage/total_tokens").asInt()).isPositive();
	}

	@Test
	void rerankWhenTopNThenOnlyTheBest() {
		assertThat(rerank(", \"top_n\": 1").at("/results").size()).isEqualTo(1);
		assertThat(rerank(", \"top_n\": 1").at("/results/0/index").asInt()).isEqualTo(1);
	}

	@Test
	void rerankWhenTopNIsMoreThanThereAreThenAll() {
		assertThat(rerank(", \"top_n\": 10").at("/results").size()).isEqualTo(3);
	}

	private static JsonNode rerank(String options) {
		Answer answer = caller.post("/endpoint/acme/reranker/v1/rerank", platform.apiKey("reranker"),
				"{\"model\": \"reranker\", \"query\": \"How do I get a refund?\", \"documents\": " + DOCUMENTS + options
						+ "}");
		assertThat(answer.status()).isEqualTo(200);
		return answer.json();
	}

}
