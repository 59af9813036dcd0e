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

import java.util.List;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import reactor.core.publisher.Flux;

/**
 * LangChain4j's OpenAI module with its own HTTP client, that of the JDK.
 */
final class LangChain4j implements Client {

	private final String address;

	LangChain4j(String address) {
		this.address = address;
	}

	OpenAiChatModel unary() {
		return OpenAiChatModel.builder().baseUrl(this.address).apiKey(Inputs.KEY).modelName("bench").build();
	}

	OpenAiStreamingChatModel streaming(String model) {
		return OpenAiStreamingChatModel.builder().baseUrl(this.address).apiKey(Inputs.KEY).modelName(model).build();
	}

	@Override
	public Runnable call(Work work) {
		return switch (work) {
			case UNARY -> {
				OpenAiChatModel model = unary();
				yield () -> Client.check(model.chat(Inputs.PROMPT).length(), 400);
			}
			case NUMBERS -> {
				OpenAiEmbeddingModel model = OpenAiEmbeddingModel.builder()
					.baseUrl(this.address)
					.apiKey(Inputs.KEY)
					.modelName("bench")
					.maxSegmentsPerBatch(Fixtures.VECTORS)
					.build();
				List<TextSegment> segments = Inputs.TEXTS.stream().map(TextSegment::from).toList();
				yield () -> Client.check(model.embedAll(segments).content().get(Fixtures.VECTORS - 1).vector().length,
						Fixtures.DIMENSIONS);
			}
			case BASE64 -> throw new UnsupportedOperationException();
			default -> {
				Flux<String> texts = texts(streaming(work.model()));
				yield () -> Client.check(texts.reduce(0, (sum, text) -> sum + text.length()).blockOptional().orElse(0),
						Fixtures.CHARACTERS);
			}
		};
	}

	private static Flux<String> texts(OpenAiStreamingChatModel model) {
		return Flux.create((sink) -> model.chat(Inputs.PROMPT, new StreamingChatResponseHandler() {

			@Override
			public void onPartialResponse(String text) {
				sink.next(text);
			}

			@Override
			public void onCompleteResponse(ChatResponse response) {
				response.aiMessage().toolExecutionRequests().forEach((call) -> sink.next(call.arguments()));
				sink.complete();
			}

			@Override
			public void onError(Throwable error) {
				sink.error(error);
			}

		}));
	}

	@Override
	public Flux<String> paced() {
		return texts(streaming("paced"));
	}

}
