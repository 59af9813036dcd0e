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
import java.util.concurrent.Flow;

import dev.inferencekey.Endpoint;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatModelStreamingEvent;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * A LangChain4j {@link StreamingChatModel} whose answers come from a workload. Handlers
 * and subscribers are called on threads that may block. Cancelling a stream, by the
 * handle or the subscription, ends the call, and the workload stops.
 * <p>
 * Tool calls come whole, by {@code onCompleteToolCall}. Failures are as with
 * {@link InferenceKeyChatModel}.
 */
public final class InferenceKeyStreamingChatModel implements StreamingChatModel {

	private final Endpoint endpoint;

	private final List<ChatModelListener> listeners;

	/**
	 * Create a model without listeners.
	 * @param endpoint the workload
	 */
	public InferenceKeyStreamingChatModel(Endpoint endpoint) {
		this(endpoint, List.of());
	}

	/**
	 * Create a model.
	 * @param endpoint the workload
	 * @param listeners are told of each call
	 */
	public InferenceKeyStreamingChatModel(Endpoint endpoint, List<ChatModelListener> listeners) {
		this.endpoint = endpoint;
		this.listeners = List.copyOf(listeners);
	}

	@Override
	public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
		new HandlerStream(handler).start(events(request));
	}

	@Override
	public Flow.Publisher<ChatModelStreamingEvent> doChat(ChatRequest request) {
		return JdkFlowAdapter.publisherToFlowPublisher(events(request).contextCapture());
	}

	private Flux<ChatModelStreamingEvent> events(ChatRequest request) {
		return Flux.defer(() -> {
			StreamEvents events = new StreamEvents();
			return this.endpoint.reactive()
				.generateTextStream(ChatRequests.map(request))
				.concatMapIterable(events::of)
				.concatWith(Mono.fromSupplier(events::complete));
		}).onErrorMap(Failures::map).publishOn(Schedulers.boundedElastic());
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
