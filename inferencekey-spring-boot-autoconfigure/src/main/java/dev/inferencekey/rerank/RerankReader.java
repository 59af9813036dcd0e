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
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

import dev.inferencekey.operation.ErrorBody;
import dev.inferencekey.operation.ErrorField;
import dev.inferencekey.operation.ErrorFrameException;
import dev.inferencekey.operation.Json;
import dev.inferencekey.operation.LazyJson;
import dev.inferencekey.operation.Operation;
import dev.inferencekey.operation.UnreadableResponseException;
import dev.inferencekey.operation.Usage;
import dev.inferencekey.operation.UsageReader;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads the scores of documents, from {@code results} or, as some gateways name them,
 * {@code data}, or from an array alone, as TEI writes it. The contract promises the best
 * first and no more than {@code top_n}; servers that keep neither are corrected. Fewer
 * results are fine: servers leave out documents below a threshold.
 */
final class RerankReader implements Operation.Reader<RerankResult> {

	private final Json json;

	private final RerankRequest request;

	private final int documents;

	private final List<RerankItem> items = new ArrayList<>();

	private final BitSet seen = new BitSet();

	private boolean error;

	private boolean results;

	private @Nullable String model;

	private @Nullable Usage usage;

	RerankReader(Json json, RerankRequest request) {
		this.json = json;
		this.request = request;
		this.documents = request.documents().size();
	}

	@Override
	public RerankResult read(byte[] bytes, int from, int to) {
		this.json.readValue(bytes, from, to, this::answer);
		if (this.error) {
			throw new ErrorFrameException(ErrorBody.parse(this.json, bytes, from, to));
		}
		if (!this.results) {
			throw new UnreadableResponseException("the answer has no results");
		}
		this.items.sort(RerankItem.BEST_FIRST);
		Integer topN = this.request.topN();
		int count = (topN != null) ? Math.min(topN, this.items.size()) : this.items.size();
		byte[] body = Arrays.copyOfRange(bytes, from, to);
		return new RerankResult(this.items.subList(0, count), this.model, this.usage,
				new LazyJson(() -> this.json.tree(body)));
	}

	private void answer(JsonParser parser) {
		if (parser.currentToken() == JsonToken.START_ARRAY) {
			results(parser);
		}
		else {
			Json.readFields(parser, this::field);
		}
	}

	private void results(JsonParser parser) {
		this.results |= parser.currentToken() == JsonToken.START_ARRAY;
		Json.readElements(parser, this::element);
	}

	private void field(String name, JsonParser parser) {
		switch (name) {
			case "model" -> this.model = (parser.currentToken() == JsonToken.VALUE_STRING) ? parser.getString() : null;
			case "usage" -> this.usage = UsageReader.readInput(parser);
			case "results", "data" -> results(parser);
			default -> this.error |= ErrorField.isError(name, parser);
		}
	}

	private void element(JsonParser parser) {
		Element element = new Element();
		Json.readFields(parser, element::field);
		if (element.index < 0 || element.index >= this.documents) {
			throw new UnreadableResponseException(
					"a result has " + ((element.index < 0) ? "no valid index" : "the index " + element.index) + " for "
							+ this.documents + " documents");
		}
		if (this.seen.get(element.index)) {
			throw new UnreadableResponseException("two results have the index " + element.index);
		}
		Double score = (element.relevanceScore != null) ? element.relevanceScore : element.score;
		if (score == null || !Double.isFinite(score)) {
			throw new UnreadableResponseException("the result of index " + element.index + " has "
					+ ((score == null) ? "no" : "an infinite or undefined") + " score");
		}
		this.seen.set(element.index);
		this.items.add(new RerankItem(element.index, score));
	}

	private static final class Element {

		private int index = -1;

		private @Nullable Double relevanceScore;

		private @Nullable Double score;

		private void field(String name, JsonParser parser) {
			switch (name) {
				case "index" ->
					this.index = (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) ? parser.getIntValue() : -1;
				case "relevance_score" -> this.relevanceScore = number(parser);
				case "score" -> this.score = number(parser);
				default -> {
				}
			}
		}

		private static @Nullable Double number(JsonParser parser) {
			return parser.currentToken().isNumeric() ? (Double) parser.getDoubleValue() : null;
		}

	}

}
