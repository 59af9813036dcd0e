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
import dev.inferencekey.error.InferenceKeyException;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;

/**
 * A LangChain4j {@link ChatModel} whose answers come from a workload. Deadlines, retries,
 * keys and metrics are those of the endpoint.
 * <p>
 * Failures are LangChain4j's non-retriable exceptions with the endpoint's exception as
 * their cause: the endpoint has retried what is worth it.
 */
public final class InferenceKeyChatModel implements ChatModel {

	private final Endpoint endpoint;

	private final List<ChatModelListener> listeners;

	/**
	 * Create a model without listeners.
	 * @param endpoint the workload
	 */
	public InferenceKeyChatModel(Endpoint endpoint) {
		this(endpoint, List.of());
	}

	/**
	 * Create a model.
	 * @param endpoint the workload
	 * @param listeners are told of each call
	 */
	public InferenceKeyChatModel(Endpoint endpoint, List<ChatModelListener> listeners) {
		this.endpoint = endpoint;
		this.listeners = List.copyOf(listeners);
	}

	@Override
	public ChatResponse doChat(ChatRequest request) {
		try {
			return ChatResponses.of(this.endpoint.generateText(ChatRequests.map(request)));
		}
		catch (InferenceKeyException ex) {
			throw Failures.map(ex);
		}
	}

	@Override
	public CompletableFuture<ChatResponse> doChatAsync(ChatRequest request) {
		return Calls.future(() -> this.endpoint.reactive().generateText(ChatRequests.map(request)), ChatResponses::of);
	}

	@Override
	public List<ChatModelListener> listeners() {
		return this.listeners;
	}

	@Override
	public Set<Capability> supportedCapabilities() {
		return Set.of(Capability.RESPONSE_FORMAT_JSON_SCHEMA);
	}

}
