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

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.inferencekey.Endpoint;
import dev.inferencekey.embedding.EmbedRequest;
import dev.inferencekey.embedding.EmbedResult;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.Embedding;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingOptions;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;
import org.springframework.ai.embedding.EmbeddingResponseMetadata;

/**
 * A workload as an {@link EmbeddingModel} of Spring AI. Exceptions are those of the
 * {@link Endpoint}. Thread-safe.
 */
public final class InferenceKeyEmbeddingModel implements EmbeddingModel {

	private final Endpoint endpoint;

	private volatile int dimensions;

	/**
	 * Create a model.
	 * @param endpoint the workload
	 */
	public InferenceKeyEmbeddingModel(Endpoint endpoint) {
		this.endpoint = endpoint;
	}

	@Override
	public EmbeddingResponse call(EmbeddingRequest request) {
		EmbedResult result = this.endpoint.embed(map(request));
		List<Embedding> embeddings = new ArrayList<>();
		for (float[] vector : result.embeddings()) {
			this.dimensions = vector.length;
			embeddings.add(new Embedding(vector, embeddings.size()));
		}
		EmbeddingResponseMetadata metadata = new EmbeddingResponseMetadata();
		if (result.model() != null) {
			metadata.setModel(result.model());
		}
		if (result.usage() != null) {
			metadata.setUsage(ChatResponses.map(result.usage()));
		}
		return new EmbeddingResponse(embeddings, metadata);
	}

	private static EmbedRequest map(EmbeddingRequest request) {
		EmbedRequest.Builder builder = EmbedRequest.builder().input(request.getInstructions());
		@Nullable EmbeddingOptions options = request.getOptions();
		if (options != null && options.getDimensions() != null) {
			builder.dimensions(options.getDimensions());
		}
		return builder.build();
	}

	@Override
	public float[] embed(Document document) {
		return embed(Objects.requireNonNull(getEmbeddingContent(document), "the document has no text"));
	}

	/**
	 * The dimensions of the vectors, without a call of the workload.
	 * @return the dimensions of the last vector, 0 before the first
	 */
	@Override
	public int dimensions() {
		return this.dimensions;
	}

	@Override
	public String toString() {
		return "InferenceKeyEmbeddingModel[" + this.endpoint.workload() + "]";
	}

}
