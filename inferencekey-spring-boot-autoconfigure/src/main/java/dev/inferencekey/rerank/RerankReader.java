package dev.inferencekey.rerank;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

import dev.inferencekey.operation.ErrorBody;
import dev.inferencekey.operation.ErrorFrameException;
import dev.inferencekey.operation.Json;
import dev.inferencekey.operation.LazyJson;
import dev.inferencekey.operation.Operation;
import dev.inferencekey.operation.UnreadableResponseException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads the scores of documents. The contract promises the best first; the order is made
 * sure of all the same, which changes nothing where it holds.
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

	RerankReader(Json json, RerankRequest request) {
		this.json = json;
		this.request = request;
		this.documents = request.documents().size();
	}

	@Override
	public RerankResult read(byte[] bytes, int from, int to) {
		this.json.readObject(bytes, from, to, this::field);
		if (this.error) {
			throw new ErrorFrameException(ErrorBody.parse(this.json, bytes, from, to));
		}
		if (!this.results) {
			throw new UnreadableResponseException("the answer has no results");
		}
		Integer topN = this.request.topN();
		int expected = (topN != null) ? Math.min(topN, this.documents) : this.documents;
		if (this.items.size() < expected) {
			throw new UnreadableResponseException(
					"there are " + this.items.size() + " results where " + expected + " were asked for");
		}
		this.items.sort(Comparator.comparingDouble(RerankItem::relevanceScore).reversed());
		byte[] body = Arrays.copyOfRange(bytes, from, to);
		return new RerankResult(this.items, this.model, new LazyJson(() -> this.json.tree(body)));
	}

	private void field(String name, JsonParser parser) {
		switch (name) {
			case "error" -> this.error |= parser.currentToken() != JsonToken.VALUE_NULL;
			case "model" -> this.model = (parser.currentToken() == JsonToken.VALUE_STRING) ? parser.getString() : null;
			case "results" -> {
				this.results = parser.currentToken() == JsonToken.START_ARRAY;
				Json.readElements(parser, this::element);
			}
			default -> {
			}
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
		if (Double.isNaN(element.score)) {
			throw new UnreadableResponseException("the result of index " + element.index + " has no score");
		}
		this.seen.set(element.index);
		this.items.add(new RerankItem(element.index, element.score));
	}

	private static final class Element {

		private int index = -1;

		private double score = Double.NaN;

		private void field(String name, JsonParser parser) {
			switch (name) {
				case "index" ->
					this.index = (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) ? parser.getIntValue() : -1;
				case "relevance_score", "score" -> {
					if (parser.currentToken().isNumeric()) {
						this.score = parser.getDoubleValue();
					}
				}
				default -> {
				}
			}
		}

	}

}
