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

package dev.inferencekey.engine;

import java.util.List;

import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.embedding.EmbedRequest;
import dev.inferencekey.embedding.EmbedResult;
import dev.inferencekey.rerank.RerankItem;
import dev.inferencekey.rerank.RerankRequest;
import dev.inferencekey.rerank.RerankResult;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Embeddings by mean pooling, and reranking by rank pooling. The model was trained for
 * neither, so that scores are real and their order means nothing.
 */
@EngineTest
class VectorEngineTests {

	private static final List<String> CITIES = List.of("Paris is the capital of France", "The Moon", "A banana");

	private static LlamaCpp embedder;

	private static LlamaCpp reranker;

	private static DataClient client;

	@BeforeAll
	static void start() {
		embedder = LlamaCpp.start("embedding");
		reranker = LlamaCpp.start("rerank");
		client = DataClient.builder()
			.workload("embedder", embedder::serve)
			.workload("reranker", reranker::serve)
			.build();
	}

	@AfterAll
	static void stop() {
		client.close();
		embedder.close();
		reranker.close();
	}

	@Test
	void vectorsWhenAskedForAsBase64ThenEqualThoseInNumbers() {
		Endpoint endpoint = client.endpoint("embedder");

		EmbedResult numbers = endpoint.embed(as("float"));
		EmbedResult base64 = endpoint.embed(as("base64"));

		assertThat(numbers.embeddings()).hasSameSizeAs(CITIES).allSatisfy((vector) -> assertThat(vector).hasSize(576));
		assertThat(base64.embeddings()).containsExactlyElementsOf(numbers.embeddings());
		assertThat(numbers.usage()).isEqualTo(base64.usage()).isNotNull();
	}

	@Test
	void vectorsWhenOfTheSameTextThenAreTheSameAndOfUnitLength() {
		Endpoint endpoint = client.endpoint("embedder");

		EmbedResult result = endpoint.embed("A banana", "The Moon", "A banana");

		float[] banana = result.embeddings().get(0);
		assertThat(dot(banana, banana)).isCloseTo(1, within(1e-4));
		assertThat(dot(banana, result.embeddings().get(2))).isCloseTo(1, within(1e-4));
		assertThat(dot(banana, result.embeddings().get(1))).isLessThan(0.999);
	}

	@Test
	void documentsWhenRerankedThenEachHasAScoreAndTheBestIsFirst() {
		Endpoint endpoint = client.endpoint("reranker");

		RerankResult result = endpoint.rerank("What is the capital of France?", CITIES);

		assertThat(result.results()).extracting(RerankItem::index).containsExactlyInAnyOrder(0, 1, 2);
		assertThat(result.results()).extracting(RerankItem::relevanceScore)
			.isSortedAccordingTo((first, second) -> Double.compare(second, first));
	}

	@Test
	void documentsWhenOnlyTheBestAreWantedThenOnlyTheyCome() {
		Endpoint endpoint = client.endpoint("reranker");
		List<RerankItem> all = endpoint.rerank("Which fruit is yellow?", CITIES).results();

		RerankResult best = endpoint
			.rerank(RerankRequest.builder().query("Which fruit is yellow?").documents(CITIES).topN(2).build());

		assertThat(best.results()).extracting(RerankItem::index)
			.containsExactly(all.get(0).index(), all.get(1).index());
	}

	private static EmbedRequest as(String format) {
		return EmbedRequest.builder().input(CITIES).encodingFormat(format).build();
	}

	private static double dot(float[] first, float[] second) {
		double sum = 0;
		for (int i = 0; i < first.length; i++) {
			sum += first[i] * second[i];
		}
		return sum;
	}

}
