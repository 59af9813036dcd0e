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

import java.util.function.Consumer;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;

/**
 * OpenAI's own client.
 */
class OpenAiJavaSupport {

	private final OpenAIClient client;

	OpenAiJavaSupport(String baseUrl, String apiKey) {
		this.client = OpenAIOkHttpClient.builder().baseUrl(baseUrl).apiKey(apiKey).build();
	}

	private ChatCompletionCreateParams params(String question) {
		return ChatCompletionCreateParams.builder()
			.model("support-bot")
			.addUserMessage(question)
			.temperature(0.2)
			.build();
	}

	String answer(String question) {
		return this.client.chat()
			.completions()
			.create(params(question))
			.choices()
			.get(0)
			.message()
			.content()
			.orElse("");
	}

	void stream(String question, Consumer<String> reader) {
		try (StreamResponse<ChatCompletionChunk> stream = this.client.chat()
			.completions()
			.createStreaming(params(question))) {
			stream.stream()
				.flatMap((chunk) -> chunk.choices().stream())
				.flatMap((choice) -> choice.delta().content().stream())
				.forEach(reader);
		}
	}

}
