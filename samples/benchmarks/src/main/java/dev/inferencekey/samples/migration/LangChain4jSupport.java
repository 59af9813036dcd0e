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

package dev.inferencekey.samples.migration;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;

/**
 * LangChain4j's OpenAI module.
 */
class LangChain4jSupport {

	private final ChatModel model;

	private final StreamingChatModel streamingModel;

	LangChain4jSupport(String baseUrl, String apiKey) {
		this.model = OpenAiChatModel.builder()
			.baseUrl(baseUrl)
			.apiKey(apiKey)
			.modelName("support-bot")
			.temperature(0.2)
			.timeout(Duration.ofSeconds(60))
			.build();
		this.streamingModel = OpenAiStreamingChatModel.builder()
			.baseUrl(baseUrl)
			.apiKey(apiKey)
			.modelName("support-bot")
			.build();
	}

	String answer(String question) {
		return this.model.chat(question);
	}

	String stream(String question, Consumer<String> reader) {
		CompletableFuture<String> whole = new CompletableFuture<>();
		this.streamingModel.chat(question, new StreamingChatResponseHandler() {
			@Override
			public void onPartialResponse(String text) {
				reader.accept(text);
			}

			@Override
			public void onCompleteResponse(ChatResponse response) {
				whole.complete(response.aiMessage().text());
			}

			@Override
			public void onError(Throwable failure) {
				whole.completeExceptionally(failure);
			}
		});
		return whole.join();
	}

}
