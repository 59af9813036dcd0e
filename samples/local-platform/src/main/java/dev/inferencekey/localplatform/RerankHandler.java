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

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * {@code POST /v1/rerank}: documents by the cosine of their vector and the query's. That
 * is not a cross-encoder, and the model's name says so.
 */
final class RerankHandler implements HandlerFunction<ServerResponse> {

	private static final int MAX_DOCUMENTS = 1000;

	private static final Set<String> FIELDS = Set.of("model", "query", "documents", "top_n", "return_documents",
			"user");

	private final ServedModel model;

	private final Embedder embedder;

	RerankHandler(ServedModel model, Embedder embedder) {
		this.model = model;
		this.embedder = embedder;
	}

	@Override
	public Mono<ServerResponse> handle(ServerRequest request) {
		return RequestBody.of(request).map(this::read).flatMap(this::answer);
	}

	private Mono<ServerResponse> answer(RerankRequest request) {
		return Mono
			.zip(this.embedder.embed("query", List.of(request.query())),
					this.embedder.embed("documents", request.documents()))
			.flatMap((embedded) -> {
				float[] query = embedded.getT1().vectors().get(0);
				int tokens = embedded.getT1().tokens() + embedded.getT2().tokens();
				List<Item> results = best(query, embedded.getT2().vectors(), request.topN());
				return ServerResponse.ok().bodyValue(new Ranking(this.model.name(), results, Usage.ofPrompt(tokens)));
			});
	}

	private static List<Item> best(float[] query, List<float[]> documents, @Nullable Integer topN) {
		return IntStream.range(0, documents.size())
			.mapToObj((index) -> new Item(index, MiniLm.cosine(query, documents.get(index))))
			.sorted(Comparator.comparingDouble(Item::relevanceScore).reversed())
			.limit((topN != null) ? topN : documents.size())
			.toList();
	}

	private RerankRequest read(RequestBody body) {
		this.model.check(body);
		body.refuseOthers(FIELDS);
		if (body.flag("return_documents")) {
			throw RequestFailure.unsupported("return_documents",
					"documents are not sent back; each result has an index");
		}
		return new RerankRequest(body.text("query"), documents(body), body.integer("top_n", 1, Integer.MAX_VALUE));
	}

	private static List<String> documents(RequestBody body) {
		JsonNode array = body.array("documents");
		if (array.size() > MAX_DOCUMENTS) {
			throw RequestFailure.invalid("documents", "'documents' may have " + MAX_DOCUMENTS + " elements");
		}
		List<String> documents = new ArrayList<>(array.size());
		for (int i = 0; i < array.size(); i++) {
			String param = "documents[" + i + "]";
			JsonNode document = array.get(i);
			documents.add(document.isObject() ? RequestBody.object(document, param).text("text")
					: RequestBody.text(document, param));
		}
		return documents;
	}

	private record RerankRequest(String query, List<String> documents, @Nullable Integer topN) {

	}

	private record Ranking(String model, List<Item> results, Usage usage) {

	}

	private record Item(int index, double relevanceScore) {

	}

}
