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

import java.util.function.Function;

import dev.inferencekey.langchain4j.InferenceKeyChatModel;
import dev.inferencekey.langchain4j.InferenceKeyStreamingChatModel;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.TokenStream;
import reactor.core.publisher.Flux;

/**
 * LangChain4j's {@code AiServices} over models, which are all that differs.
 */
final class LangChain4jAiServices implements Client {

	private final ChatModel unary;

	private final Function<String, StreamingChatModel> streaming;

	private final Agent paced;

	private LangChain4jAiServices(ChatModel unary, Function<String, StreamingChatModel> streaming) {
		this.unary = unary;
		this.streaming = streaming;
		this.paced = agent("paced");
	}

	static LangChain4jAiServices overInferenceKey(String address) {
		InferenceKey client = new InferenceKey(address);
		return new LangChain4jAiServices(new InferenceKeyChatModel(client.endpoint("bench")),
				(model) -> new InferenceKeyStreamingChatModel(client.endpoint(model)));
	}

	static LangChain4jAiServices overLangChain4j(String address) {
		LangChain4j client = new LangChain4j(address);
		return new LangChain4jAiServices(client.unary(), client::streaming);
	}

	interface Agent {

		String answer(String question);

		TokenStream stream(String question);

	}

	private Agent agent(String model) {
		return AiServices.builder(Agent.class)
			.chatModel(this.unary)
			.streamingChatModel(this.streaming.apply(model))
			.build();
	}

	@Override
	public Runnable call(Work work) {
		Agent agent = agent(work.model());
		return switch (work) {
			case UNARY -> () -> Client.check(agent.answer(Inputs.PROMPT).length(), 400);
			case STREAM ->
				() -> Client.check(texts(agent).reduce(0, (sum, text) -> sum + text.length()).blockOptional().orElse(0),
						Fixtures.CHARACTERS);
			default -> throw new UnsupportedOperationException();
		};
	}

	private static Flux<String> texts(Agent agent) {
		return Flux.create((sink) -> agent.stream(Inputs.PROMPT)
			.onPartialResponse(sink::next)
			.onCompleteResponse((response) -> sink.complete())
			.onError(sink::error)
			.start());
	}

	@Override
	public Flux<String> paced() {
		return texts(this.paced);
	}

}
