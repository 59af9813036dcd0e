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

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.inferencekey.DataClient;
import dev.inferencekey.test.ScriptedPlatform;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.embedding.request.EmbeddingInputType;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.embedding.request.EmbeddingRequestParameters;
import dev.langchain4j.model.scoring.request.ScoringRequest;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.aggregator.ReRankingContentAggregator;
import dev.langchain4j.rag.content.retriever.EmbeddingStoreContentRetriever;
import dev.langchain4j.rag.query.Query;
import dev.langchain4j.store.embedding.inmemory.InMemoryEmbeddingStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * LangChain4j's retrieval over our models.
 */
class RetrievalTests {

	private final ScriptedPlatform platform = ScriptedPlatform.start();

	private final DataClient client = DataClient.builder()
		.baseUrl(this.platform.baseUrl())
		.project("acme")
		.apiKey("ik_live_test_test")
		.build();

	private final InferenceKeyEmbeddingModel embedding = new InferenceKeyEmbeddingModel(
			this.client.endpoint("embedder"));

	private final InferenceKeyScoringModel scoring = new InferenceKeyScoringModel(this.client.endpoint("reranker"));

	@AfterEach
	void close() {
		this.client.close();
		this.platform.close();
	}

	@Test
	void retrieverWhenItReranksThenTheBestComeFirst() {
		this.platform.workload("embedder").embeds(8);
		this.platform.workload("reranker").reranks(0.1, 0.9, 0.5);
		InMemoryEmbeddingStore<TextSegment> store = new InMemoryEmbeddingStore<>();
		List<TextSegment> segments = List.of(TextSegment.from("a"), TextSegment.from("b"), TextSegment.from("c"));

		store.addAll(this.embedding.embedAll(segments).content(), segments);
		List<Content> found = EmbeddingStoreContentRetriever.builder()
			.embeddingStore(store)
			.embeddingModel(this.embedding)
			.maxResults(3)
			.build()
			.retrieve(Query.from("a"));
		Query query = Query.from("a");
		List<Content> best = ReRankingContentAggregator.builder()
			.scoringModel(this.scoring)
			.minScore(0.2)
			.build()
			.aggregate(Map.of(query, List.of(found)));

		assertThat(found).hasSize(3);
		assertThat(found.get(0).textSegment().text()).isEqualTo("a");
		assertThat(best).extracting((content) -> content.textSegment().text())
			.containsExactly(found.get(1).textSegment().text(), found.get(2).textSegment().text());
	}

	@Test
	void embedWhenItHasDimensionsThenTheyAreSent() {
		this.platform.workload("embedder").embeds(2);

		this.embedding.embed(EmbeddingRequest.builder()
			.textSegment(TextSegment.from("a"))
			.parameters(EmbeddingRequestParameters.builder().dimensions(2).build())
			.build());

		assertThat(this.platform.requests().get(0)).hasField("dimensions", 2);
	}

	@Test
	void embedWhenAParameterIsNotSupportedThenRefused() {
		EmbeddingRequest request = EmbeddingRequest.builder()
			.textSegment(TextSegment.from("a"))
			.parameters(EmbeddingRequestParameters.builder().inputType(EmbeddingInputType.QUERY).build())
			.build();

		assertThatExceptionOfType(UnsupportedFeatureException.class).isThrownBy(() -> this.embedding.embed(request));
	}

	@Test
	void embedWhenAsynchronousThenTheSame() throws Exception {
		this.platform.workload("embedder").embeds(new float[] { 1, 2 });

		assertThat(this.embedding.embedAsync(EmbeddingRequest.builder().textSegment(TextSegment.from("a")).build())
			.get(20, TimeUnit.SECONDS)
			.embeddings()
			.get(0)
			.vector()).containsExactly(1, 2);
	}

	@Test
	void dimensionWhenAskedForTwiceThenOneCall() {
		this.platform.workload("embedder").embeds(3);

		assertThat(this.embedding.dimension()).isEqualTo(3);
		assertThat(this.embedding.dimension()).isEqualTo(3);
		assertThat(this.platform.requests()).hasSize(1);
		assertThat(this.embedding.modelName()).isEqualTo("embedder");
	}

	@Test
	void scoresWhenTheBestComeFirstThenInTheOrderOfTheSegments() throws Exception {
		this.platform.workload("reranker").reranks(0.1, 0.9, 0.5);

		assertThat(
				this.scoring.scoreAll(List.of(TextSegment.from("a"), TextSegment.from("b"), TextSegment.from("c")), "q")
					.content())
			.containsExactly(0.1, 0.9, 0.5);
		assertThat(
				this.scoring.scoreAsync(ScoringRequest.builder().documents(List.of("a", "b", "c")).query("q").build())
					.get(20, TimeUnit.SECONDS)
					.scores())
			.containsExactly(0.1, 0.9, 0.5);
	}

	@Test
	void scoresWhenADocumentIsLeftOutThenItComesLast() {
		this.platform.workload("reranker").answers("{\"results\":[{\"index\":1,\"relevance_score\":0.5}]}");

		assertThat(this.scoring.scoreAll(List.of(TextSegment.from("a"), TextSegment.from("b")), "q").content())
			.containsExactly(Double.NEGATIVE_INFINITY, 0.5);
	}

	@Test
	void callsWhenTheKeyIsRefusedThenTheExceptionOfTheFramework() {
		this.platform.workload("embedder").failsWith(401);
		this.platform.workload("reranker").failsWith(401);

		assertThatExceptionOfType(AuthenticationException.class).isThrownBy(() -> this.embedding.embed("a"));
		assertThatExceptionOfType(AuthenticationException.class).isThrownBy(() -> this.scoring.score("a", "q"));
	}

}
