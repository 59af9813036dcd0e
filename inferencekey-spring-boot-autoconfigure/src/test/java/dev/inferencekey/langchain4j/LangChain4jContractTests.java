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

import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.test.ScriptedPlatform;
import dev.inferencekey.wire.WireServer;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.common.AbstractChatModelIT;
import dev.langchain4j.model.chat.common.AbstractStreamingChatModelIT;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.common.AbstractEmbeddingModelIT;
import dev.langchain4j.model.embedding.listener.EmbeddingModelListener;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.mockito.InOrder;

/**
 * LangChain4j's own tests of models. Default parameters are the workload's; the name of a
 * model is refused; a streamed tool call comes whole.
 */
class LangChain4jContractTests {

	private static final WireServer SERVER = new WireServer().then(new KnowingModel());

	private static final ScriptedPlatform PLATFORM = ScriptedPlatform.start();

	@AfterAll
	static void close() {
		SERVER.close();
		PLATFORM.close();
	}

	private static Endpoint endpoint() {
		return SERVER.endpoint();
	}

	private static Endpoint endpoint(ChatRequestParameters defaults) {
		return SERVER.builder().defaults((workload) -> workload.textDefaults((text) -> {
			if (defaults.maxOutputTokens() != null) {
				text.maxTokens(defaults.maxOutputTokens());
			}
			if (!defaults.stopSequences().isEmpty()) {
				text.stop(defaults.stopSequences());
			}
		})).build().endpoint("support-bot");
	}

	private static ChatRequestParameters parameters(int maxOutputTokens) {
		return ChatRequestParameters.builder().maxOutputTokens(maxOutputTokens).build();
	}

	@Nested
	class ChatModelTests extends AbstractChatModelIT {

		@Override
		protected List<ChatModel> models() {
			return List.of(new InferenceKeyChatModel(endpoint()));
		}

		@Override
		protected ChatModel createModelWith(ChatRequestParameters parameters) {
			return new InferenceKeyChatModel(endpoint(parameters));
		}

		@Override
		protected ChatRequestParameters createIntegrationSpecificParameters(int maxOutputTokens) {
			return parameters(maxOutputTokens);
		}

		@Override
		protected boolean supportsModelNameParameter() {
			return false;
		}

		@Override
		protected boolean supportsDefaultRequestParameters() {
			return false;
		}

	}

	@Nested
	class StreamingChatModelTests extends AbstractStreamingChatModelIT {

		@Override
		protected List<StreamingChatModel> models() {
			return List.of(new InferenceKeyStreamingChatModel(endpoint()));
		}

		@Override
		protected StreamingChatModel createModelWith(ChatRequestParameters parameters) {
			return new InferenceKeyStreamingChatModel(endpoint(parameters));
		}

		@Override
		public StreamingChatModel createModelWith(ChatModelListener listener) {
			return new InferenceKeyStreamingChatModel(endpoint(), List.of(listener));
		}

		@Override
		protected ChatRequestParameters createIntegrationSpecificParameters(int maxOutputTokens) {
			return parameters(maxOutputTokens);
		}

		@Override
		protected boolean supportsModelNameParameter() {
			return false;
		}

		@Override
		protected boolean supportsDefaultRequestParameters() {
			return false;
		}

		@Override
		protected boolean supportsPartialToolStreaming(StreamingChatModel model) {
			return false;
		}

		// It waits half a minute for nothing to come; StreamingContractTests has it.
		@Override
		protected boolean supportsStreamingCancellation() {
			return false;
		}

		@Override
		protected void verifyToolCallbacks(StreamingChatResponseHandler handler, InOrder order, String id) {
			order.verify(handler).onCompleteToolCall(complete(0, id, "getWeather", "{\"city\":\"Munich\"}"));
		}

		@Override
		protected void verifyToolCallbacks(StreamingChatResponseHandler handler, InOrder order,
				StreamingChatModel model) {
			order.verify(handler).onCompleteToolCall(complete(0, "c0", "get_current_time", "{}"));
		}

		@Override
		protected void verifyToolCallbacks(StreamingChatResponseHandler handler, InOrder order, String first,
				String second) {
			verifyToolCallbacks(handler, order, first);
			order.verify(handler).onCompleteToolCall(complete(1, second, "getTime", "{\"country\":\"France\"}"));
		}

	}

	@Nested
	class EmbeddingModelTests extends AbstractEmbeddingModelIT {

		private final DataClient client = DataClient.builder()
			.baseUrl(PLATFORM.baseUrl())
			.project("acme")
			.apiKey(WireServer.KEY)
			.build();

		EmbeddingModelTests() {
			PLATFORM.workload("embedder").embeds(dimensionsParameter());
			PLATFORM.workload("failing").failsWith(401);
		}

		@AfterAll
		void closeClient() {
			this.client.close();
		}

		@Override
		protected List<EmbeddingModel> models() {
			return List.of(new InferenceKeyEmbeddingModel(this.client.endpoint("embedder")));
		}

		@Override
		protected EmbeddingModel modelWith(EmbeddingModelListener listener) {
			return new InferenceKeyEmbeddingModel(this.client.endpoint("embedder"), List.of(listener));
		}

		@Override
		protected EmbeddingModel failingModelWith(EmbeddingModelListener listener) {
			return new InferenceKeyEmbeddingModel(this.client.endpoint("failing"), List.of(listener));
		}

		@Override
		protected boolean supportsInputTypeParameter() {
			return false;
		}

		@Override
		protected boolean supportsImageInput() {
			return false;
		}

	}

}
