package dev.inferencekey.embedding;

import java.util.Arrays;
import java.util.List;

import dev.inferencekey.operation.ErrorBody;
import dev.inferencekey.operation.ErrorFrameException;
import dev.inferencekey.operation.Json;
import dev.inferencekey.operation.Operation;
import dev.inferencekey.operation.UnreadableResponseException;
import dev.inferencekey.operation.Usage;
import dev.inferencekey.operation.UsageReader;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads vectors and puts them in the order of the inputs by their {@code index}. An index
 * that is missing, given twice or out of range, and a vector of another length than the
 * others, are errors: a wrong vector in an index is found months later.
 */
final class EmbedReader implements Operation.Reader<EmbedResult> {

	private final Json json;

	private final float[] @Nullable [] vectors;

	private boolean error;

	private @Nullable String model;

	private @Nullable Usage usage;

	EmbedReader(Json json, int inputs) {
		this.json = json;
		this.vectors = new float[inputs][];
	}

	@Override
	public EmbedResult read(byte[] bytes, int from, int to) {
		VectorScanner scanner = new VectorScanner(bytes, from, to);
		VectorReader vectors = new VectorReader(scanner);
		this.json.readObject(bytes, from, scanner.end(), scanner::original,
				(name, parser) -> field(name, parser, vectors));
		if (this.error) {
			throw new ErrorFrameException(ErrorBody.parse(this.json, bytes, from, scanner.end()));
		}
		return new EmbedResult(ordered(), this.model, this.usage);
	}

	private List<float[]> ordered() {
		int dimensions = -1;
		for (int i = 0; i < this.vectors.length; i++) {
			float[] vector = this.vectors[i];
			if (vector == null) {
				throw new UnreadableResponseException(
						"there is no vector of index " + i + " for " + this.vectors.length + " inputs");
			}
			if (dimensions >= 0 && vector.length != dimensions) {
				throw new UnreadableResponseException("the vector of index " + i + " has " + vector.length
						+ " dimensions, the one before it " + dimensions);
			}
			dimensions = vector.length;
		}
		return Arrays.asList(this.vectors);
	}

	private void field(String name, JsonParser parser, VectorReader vectors) {
		switch (name) {
			case "error" -> this.error |= parser.currentToken() != JsonToken.VALUE_NULL;
			case "model" -> this.model = (parser.currentToken() == JsonToken.VALUE_STRING) ? parser.getString() : null;
			case "usage" -> this.usage = UsageReader.read(parser);
			case "data" -> Json.readElements(parser, (element) -> element(element, vectors));
			default -> {
			}
		}
	}

	private void element(JsonParser parser, VectorReader vectorReader) {
		Element element = new Element(vectorReader);
		Json.readFields(parser, element::field);
		float[] vector = element.vector;
		if (vector == null) {
			throw new UnreadableResponseException("an element of data has no embedding");
		}
		if (element.index < 0 || element.index >= this.vectors.length) {
			throw new UnreadableResponseException(
					"an embedding has " + ((element.index < 0) ? "no valid index" : "the index " + element.index)
							+ " for " + this.vectors.length + " inputs");
		}
		if (this.vectors[element.index] != null) {
			throw new UnreadableResponseException("two embeddings have the index " + element.index);
		}
		this.vectors[element.index] = vector;
	}

	private static final class Element {

		private final VectorReader vectorReader;

		private int index = -1;

		private float @Nullable [] vector;

		private Element(VectorReader vectorReader) {
			this.vectorReader = vectorReader;
		}

		private void field(String name, JsonParser parser) {
			if (name.equals("index") && parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
				this.index = parser.getIntValue();
			}
			else if (name.equals("embedding")) {
				this.vector = this.vectorReader.read(parser);
			}
		}

	}

}
