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
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import dev.inferencekey.Endpoint;
import dev.inferencekey.embedding.EmbedRequest;
import dev.inferencekey.embedding.EmbedResult;
import dev.inferencekey.error.InferenceKeyException;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.model.embedding.DimensionAwareEmbeddingModel;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.listener.EmbeddingModelListener;
import dev.langchain4j.model.embedding.request.EmbeddingInput;
import dev.langchain4j.model.embedding.request.EmbeddingParameter;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.embedding.request.EmbeddingRequestParameters;
import dev.langchain4j.model.embedding.response.EmbeddingResponse;

/**
 * A LangChain4j {@link EmbeddingModel} whose vectors come from a workload. The number of
 * dimensions is asked for once, by embedding a text. Failures are as with
 * {@link InferenceKeyChatModel}.
 */
public final class InferenceKeyEmbeddingModel extends DimensionAwareEmbeddingModel {

	private final Endpoint endpoint;

	private final List<EmbeddingModelListener> listeners;

	/**
	 * Create a model without listeners.
	 * @param endpoint the workload
	 */
	public InferenceKeyEmbeddingModel(Endpoint endpoint) {
		this(endpoint, List.of());
	}

	/**
	 * Create a model.
	 * @param endpoint the workload
	 * @param listeners are told of each call
	 */
	public InferenceKeyEmbeddingModel(Endpoint endpoint, List<EmbeddingModelListener> listeners) {
		this.endpoint = endpoint;
		this.listeners = List.copyOf(listeners);
	}

	@Override
	public EmbeddingResponse doEmbed(EmbeddingRequest request) {
		try {
			return map(this.endpoint.embed(map(request)));
		}
		catch (InferenceKeyException ex) {
			throw Failures.map(ex);
		}
	}

	@Override
	public CompletableFuture<EmbeddingResponse> doEmbedAsync(EmbeddingRequest request) {
		return Calls.future(() -> this.endpoint.reactive().embed(map(request)), InferenceKeyEmbeddingModel::map);
	}

	private static EmbedRequest map(EmbeddingRequest request) {
		EmbedRequest.Builder builder = EmbedRequest.builder()
			.input(request.inputs().stream().map(EmbeddingInput::text).toList());
		if (request.dimensions() != null) {
			builder.dimensions(request.dimensions());
		}
		return builder.build();
	}

	private static EmbeddingResponse map(EmbedResult result) {
		return EmbeddingResponse.builder()
			.embeddings(result.embeddings().stream().map(Embedding::from).toList())
			.modelName(result.model())
			.tokenUsage(ChatResponses.usage(result.usage()))
			.build();
	}

	@Override
	public Set<EmbeddingParameter<?>> supportedParameters() {
		return Set.of(EmbeddingRequestParameters.DIMENSIONS);
	}

	@Override
	public List<EmbeddingModelListener> listeners() {
		return this.listeners;
	}

	/**
	 * Return the workload, which decides which model answers.
	 * @return the slug of the workload
	 */
	@Override
	public String modelName() {
		return this.endpoint.workload();
	}

}
