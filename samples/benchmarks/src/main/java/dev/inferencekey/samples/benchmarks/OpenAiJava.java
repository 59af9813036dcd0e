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

package dev.inferencekey.samples.benchmarks;

import java.util.Optional;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.AsyncStreamResponse;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.embeddings.EmbeddingCreateParams;
import reactor.core.publisher.Flux;

/**
 * OpenAI's own client, which asks for base64 by itself.
 */
final class OpenAiJava implements Client {

	private final OpenAIClient client;

	OpenAiJava(String address) {
		this.client = OpenAIOkHttpClient.builder().baseUrl(address).apiKey(Inputs.KEY).build();
	}

	private static ChatCompletionCreateParams chat(String model) {
		return ChatCompletionCreateParams.builder().model(model).addUserMessage(Inputs.PROMPT).build();
	}

	@Override
	public Runnable call(Work work) {
		return switch (work) {
			case UNARY -> () -> Client.check(this.client.chat()
				.completions()
				.create(chat("bench"))
				.choices()
				.get(0)
				.message()
				.content()
				.orElse("")
				.length(), 400);
			case BASE64 -> () -> Client.check(this.client.embeddings()
				.create(EmbeddingCreateParams.builder().model("bench").inputOfArrayOfStrings(Inputs.TEXTS).build())
				.data()
				.get(Fixtures.VECTORS - 1)
				.embedding()
				.size(), Fixtures.DIMENSIONS);
			case NUMBERS -> throw new UnsupportedOperationException();
			default -> () -> stream(work.model());
		};
	}

	private void stream(String model) {
		int[] length = { 0 };
		try (StreamResponse<ChatCompletionChunk> stream = this.client.chat()
			.completions()
			.createStreaming(chat(model))) {
			stream.stream().forEach((chunk) -> length[0] += text(chunk).length());
		}
		Client.check(length[0], Fixtures.CHARACTERS);
	}

	private static String text(ChatCompletionChunk chunk) {
		return chunk.choices().isEmpty() ? "" : text(chunk.choices().get(0).delta());
	}

	private static String text(ChatCompletionChunk.Choice.Delta delta) {
		return delta.content()
			.or(() -> delta.toolCalls()
				.flatMap((calls) -> calls.get(0).function())
				.flatMap(ChatCompletionChunk.Choice.Delta.ToolCall.Function::arguments))
			.orElse("");
	}

	@Override
	public Flux<String> paced() {
		return Flux.create((sink) -> this.client.async()
			.chat()
			.completions()
			.createStreaming(chat("paced"))
			.subscribe(new AsyncStreamResponse.Handler<>() {

				@Override
				public void onNext(ChatCompletionChunk chunk) {
					sink.next(text(chunk));
				}

				@Override
				public void onComplete(Optional<Throwable> failure) {
					failure.ifPresentOrElse(sink::error, sink::complete);
				}

			}));
	}

}
