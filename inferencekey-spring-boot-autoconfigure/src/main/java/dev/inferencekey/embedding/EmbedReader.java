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

package dev.inferencekey.embedding;

import java.util.Arrays;
import java.util.List;

import dev.inferencekey.operation.ErrorBody;
import dev.inferencekey.operation.ErrorField;
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
 * Reads vectors and puts them in the order of the inputs by their {@code index}, or by
 * their position where there is none. A vector that is missing or there twice, an index
 * out of range, and a vector of another length than the others or than was asked for, are
 * errors: a wrong vector in an index is found months later.
 */
final class EmbedReader implements Operation.Reader<EmbedResult> {

	private final Json json;

	private final float[] @Nullable [] vectors;

	// What was asked for, else what the vector before has; 0 while unknown.
	private int dimensions;

	private int position;

	private boolean error;

	private @Nullable String model;

	private @Nullable Usage usage;

	EmbedReader(Json json, EmbedRequest request) {
		this.json = json;
		this.vectors = new float[request.input().size()][];
		this.dimensions = request.dimensions();
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
		return new EmbedResult(ordered(), this.model, this.usage, vectors.isBase64());
	}

	private List<float[]> ordered() {
		for (int i = 0; i < this.vectors.length; i++) {
			if (this.vectors[i] == null) {
				throw new UnreadableResponseException(
						"there is no vector of index " + i + " for " + this.vectors.length + " inputs");
			}
		}
		return Arrays.asList(this.vectors);
	}

	private void field(String name, JsonParser parser, VectorReader vectors) {
		switch (name) {
			case "model" -> this.model = (parser.currentToken() == JsonToken.VALUE_STRING) ? parser.getString() : null;
			case "usage" -> this.usage = UsageReader.readInput(parser);
			case "data" -> Json.readElements(parser, (element) -> element(element, vectors));
			default -> this.error |= ErrorField.isError(name, parser);
		}
	}

	private void element(JsonParser parser, VectorReader vectorReader) {
		Element element = new Element(vectorReader, this.position++);
		Json.readFields(parser, element::field);
		float[] vector = element.vector;
		if (vector == null) {
			throw new UnreadableResponseException("an element of data has no embedding");
		}
		int index = element.index;
		if (index < 0 || index >= this.vectors.length) {
			throw new UnreadableResponseException(
					"an embedding has " + ((index < 0) ? "no valid index" : "the index " + index) + " for "
							+ this.vectors.length + " inputs");
		}
		if (this.vectors[index] != null) {
			throw new UnreadableResponseException("two embeddings have the index " + index);
		}
		if (this.dimensions > 0 && vector.length != this.dimensions) {
			throw new UnreadableResponseException("the vector of index " + index + " has " + vector.length
					+ " dimensions instead of " + this.dimensions);
		}
		this.dimensions = vector.length;
		this.vectors[index] = vector;
	}

	private static final class Element {

		private final VectorReader vectorReader;

		private int index;

		private float @Nullable [] vector;

		private Element(VectorReader vectorReader, int position) {
			this.vectorReader = vectorReader;
			this.index = position;
		}

		private void field(String name, JsonParser parser) {
			if (name.equals("index") && parser.currentToken() != JsonToken.VALUE_NULL) {
				this.index = (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) ? parser.getIntValue() : -1;
			}
			else if (name.equals("embedding")) {
				this.vector = this.vectorReader.read(parser);
			}
		}

	}

}
