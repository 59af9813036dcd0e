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

package dev.inferencekey.samples.supportdesk;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import dev.inferencekey.Endpoint;
import dev.inferencekey.error.InferenceKeyException;
import dev.inferencekey.rerank.RerankRequest;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.stereotype.Component;

/**
 * Finds the passages to answer a question from: a vector search selects the candidates,
 * and the reranker picks the best of them, leaving out what is not relevant. The handbook
 * is indexed on the first question, so that the application starts even if the embedder
 * is down. If indexing fails, the next question tries again.
 */
@Component
class Retrieval {

	private static final Log logger = LogFactory.getLog(Retrieval.class);

	private static final Duration FOREVER = Duration.ofMillis(Long.MAX_VALUE);

	private final Endpoint embedder;

	private final Endpoint reranker;

	private final SupportDeskProperties properties;

	private final Mono<VectorIndex> index;

	Retrieval(Endpoint embedder, Endpoint reranker, SupportDeskProperties properties) {
		this.embedder = embedder;
		this.reranker = reranker;
		this.properties = properties;
		// Concurrent questions share one attempt, which continues if one of them is
		// cancelled. Only a success is cached.
		this.index = Mono.defer(this::index).cache((index) -> FOREVER, (failure) -> Duration.ZERO, () -> Duration.ZERO);
	}

	Found find(String question) {
		List<Passage> nearest = Objects.requireNonNull(this.index.block())
			.nearest(this.embedder.embed(question).embeddings().get(0), this.properties.candidates());
		try {
			List<Source> best = this.reranker
				.rerank(RerankRequest.builder()
					.query(question)
					.documents(nearest.stream().map((passage) -> passage.title() + "\n" + passage.text()).toList())
					.topN(Math.min(this.properties.sources(), nearest.size()))
					.build())
				.results()
				.stream()
				.limit(this.properties.sources())
				.filter((item) -> item.relevanceScore() >= this.properties.relevance())
				.map((item) -> new Source(nearest.get(item.index()), item.relevanceScore()))
				.toList();
			return new Found(best, true);
		}
		catch (InferenceKeyException ex) {
			// The client has logged the failed call.
			logger.debug("Answering from the order of the vector search", ex);
			return new Found(nearest.stream()
				.limit(this.properties.sources())
				.map((passage) -> new Source(passage, null))
				.toList(), false);
		}
	}

	private Mono<VectorIndex> index() {
		List<Passage> passages = Passage.read(this.properties.handbook());
		return this.embedder.reactive()
			.embed(passages.stream().map((passage) -> passage.title() + "\n" + passage.text()).toList())
			// Keep CPU-bound work off the event loop.
			.publishOn(Schedulers.boundedElastic())
			.map((embedded) -> new VectorIndex(passages, embedded.embeddings()));
	}

	/**
	 * The result of a search.
	 *
	 * @param sources the passages, best first, none if nothing is relevant
	 * @param ranked whether the reranker has ordered them
	 */
	record Found(List<Source> sources, boolean ranked) {
	}

	/**
	 * A passage to answer from.
	 *
	 * @param passage the passage
	 * @param score its relevance score, or {@code null} if the reranker failed
	 */
	record Source(Passage passage, @Nullable Double score) {
	}

}
