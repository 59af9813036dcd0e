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

package dev.inferencekey.springai;

import java.util.List;

import dev.inferencekey.Endpoint;
import dev.inferencekey.rerank.RerankRequest;
import org.springframework.ai.document.Document;
import org.springframework.ai.rag.Query;
import org.springframework.ai.rag.postretrieval.document.DocumentPostProcessor;

/**
 * A workload as a {@link DocumentPostProcessor} of Spring AI: orders retrieved documents
 * by their relevance to the query. Exceptions are those of the {@link Endpoint}.
 * Thread-safe.
 */
public final class RerankPostProcessor implements DocumentPostProcessor {

	private final Endpoint endpoint;

	private final int topN;

	/**
	 * Create a post-processor that keeps all documents.
	 * @param endpoint the workload
	 */
	public RerankPostProcessor(Endpoint endpoint) {
		this(endpoint, Integer.MAX_VALUE);
	}

	private RerankPostProcessor(Endpoint endpoint, int topN) {
		this.endpoint = endpoint;
		this.topN = topN;
	}

	/**
	 * Keep only the most relevant documents.
	 * @param topN how many, at least 1
	 * @return a new post-processor
	 */
	public RerankPostProcessor withTopN(int topN) {
		return new RerankPostProcessor(this.endpoint, topN);
	}

	/**
	 * Order documents. Documents without text cannot be judged and are left out.
	 * @param query what the documents should answer
	 * @param documents the documents
	 * @return the most relevant first, each with its score
	 */
	@Override
	public List<Document> process(Query query, List<Document> documents) {
		List<Document> texts = documents.stream().filter(Document::isText).toList();
		if (texts.isEmpty()) {
			return List.of();
		}
		RerankRequest request = RerankRequest.builder()
			.query(query.text())
			.documents(texts.stream().map(Document::getText).toList())
			.topN(Math.min(this.topN, texts.size()))
			.build();
		return this.endpoint.rerank(request)
			.results()
			.stream()
			.map((item) -> texts.get(item.index()).mutate().score(item.relevanceScore()).build())
			.toList();
	}

	@Override
	public String toString() {
		return "RerankPostProcessor[" + this.endpoint.workload() + "]";
	}

}
