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

import dev.inferencekey.Endpoint;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import reactor.core.publisher.Flux;

/**
 * A workload as a {@link ChatModel} of Spring AI. Options of a prompt win over the
 * defaults of the workload, and any {@link ChatOptions} are accepted; their model is
 * ignored, since the workload decides which model answers. Tools are executed by Spring
 * AI, not by this model. Exceptions are those of the {@link Endpoint}. Thread-safe.
 */
public final class InferenceKeyChatModel implements ChatModel {

	private static final ChatOptions OPTIONS = InferenceKeyChatOptions.builder().build();

	private final Endpoint endpoint;

	/**
	 * Create a model.
	 * @param endpoint the workload
	 */
	public InferenceKeyChatModel(Endpoint endpoint) {
		this.endpoint = endpoint;
	}

	@Override
	public ChatResponse call(Prompt prompt) {
		return ChatResponses.map(this.endpoint.generateText(ChatRequests.map(prompt)));
	}

	/**
	 * Stream the answer; cancelling stops the workload. A tool call is part of the
	 * response with which it is complete. The response with the finish reason has the
	 * whole reasoning and refusal, since Spring AI's aggregator keeps the last value
	 * only.
	 * @param prompt what to generate from and how
	 * @return a response for each chunk
	 */
	@Override
	public Flux<ChatResponse> stream(Prompt prompt) {
		return Flux.defer(() -> {
			ChunkResponses responses = new ChunkResponses();
			return this.endpoint.reactive().generateTextStream(ChatRequests.map(prompt)).map(responses::map);
		});
	}

	/**
	 * Options that can carry tools and an output schema, and set nothing.
	 * @return {@link InferenceKeyChatOptions}
	 */
	@Override
	public ChatOptions getOptions() {
		return OPTIONS;
	}

	@Override
	public String toString() {
		return "InferenceKeyChatModel[" + this.endpoint.workload() + "]";
	}

}
