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

import java.util.List;

import dev.inferencekey.operation.Usage;
import org.jspecify.annotations.Nullable;

/**
 * Vectors, one for each input, in the order of the inputs and all of the same length.
 */
public final class EmbedResult {

	private final List<float[]> embeddings;

	private final @Nullable String model;

	private final @Nullable Usage usage;

	private final boolean base64;

	EmbedResult(List<float[]> embeddings, @Nullable String model, @Nullable Usage usage, boolean base64) {
		this.embeddings = List.copyOf(embeddings);
		this.model = model;
		this.usage = usage;
		this.base64 = base64;
	}

	/**
	 * Create a result, for tests and for implementations of an endpoint.
	 * @param embeddings the vectors, in the order of the inputs
	 * @return a result without model and usage
	 */
	public static EmbedResult of(List<float[]> embeddings) {
		return new EmbedResult(embeddings, null, null, false);
	}

	/**
	 * The vector of the only input.
	 * @return the vector; the array is the caller's to keep
	 * @throws IllegalStateException if there is not exactly one vector
	 */
	public float[] embedding() {
		if (this.embeddings.size() != 1) {
			throw new IllegalStateException(
					"There are " + this.embeddings.size() + " vectors; embeddings() returns all of them");
		}
		return this.embeddings.get(0);
	}

	/**
	 * The vectors.
	 * @return an unmodifiable list, as long as the inputs and in their order; the arrays
	 * are the caller's to keep
	 */
	public List<float[]> embeddings() {
		return this.embeddings;
	}

	/**
	 * The model that really answered, as opposed to the workload that was asked; of
	 * several requests, that of the first.
	 * @return the model, or {@code null} when the server did not say
	 */
	public @Nullable String model() {
		return this.model;
	}

	/**
	 * What the call cost, the sum of all its requests.
	 * @return the tokens, or {@code null} when the server did not say, be it for one of
	 * the requests
	 */
	public @Nullable Usage usage() {
		return this.usage;
	}

	/**
	 * Whether the server wrote the vectors in base64.
	 * @return {@code false} if it wrote numbers
	 */
	boolean isBase64() {
		return this.base64;
	}

	@Override
	public String toString() {
		int dimensions = this.embeddings.isEmpty() ? 0 : this.embeddings.get(0).length;
		return "EmbedResult[" + this.embeddings.size() + " vectors of " + dimensions + ", model=" + this.model
				+ ", usage=" + this.usage + "]";
	}

}
