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

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The clients that are compared, by the name that the table gives them.
 */
enum Clients {

	BYTES("bytes only"),

	INFERENCEKEY("InferenceKey"),

	OBSERVED("InferenceKey with metrics"),

	OBSERVED_WITH_HTTP("InferenceKey with metrics, and WebClient with its own"),

	WEBCLIENT("WebClient by hand"),

	LANGCHAIN4J("LangChain4j"),

	OPENAI_JAVA("openai-java"),

	SPRING_AI("Spring AI"),

	CHAT_CLIENT("InferenceKey, ChatClient"),

	SPRING_AI_CHAT_CLIENT("Spring AI, ChatClient"),

	AI_SERVICES("InferenceKey, AiServices"),

	LANGCHAIN4J_AI_SERVICES("LangChain4j, AiServices");

	private static final List<String> WANTED = Arrays.asList(System.getProperty("clients", "").split(","));

	static final List<Clients> STREAMING = wanted(BYTES, INFERENCEKEY, WEBCLIENT, LANGCHAIN4J, OPENAI_JAVA, SPRING_AI);

	/**
	 * Spring AI's {@code ChatClient}, over our model and over its own.
	 */
	static final List<Clients> CHAT_CLIENTS = wanted(BYTES, INFERENCEKEY, CHAT_CLIENT, SPRING_AI_CHAT_CLIENT);

	/**
	 * LangChain4j's {@code AiServices}, over our models and over its own.
	 */
	static final List<Clients> SERVICES = wanted(BYTES, INFERENCEKEY, AI_SERVICES, LANGCHAIN4J_AI_SERVICES);

	static final List<Clients> MANY_STREAMS = Stream.of(STREAMING, CHAT_CLIENTS, SERVICES)
		.flatMap(List::stream)
		.distinct()
		.toList();

	final String title;

	Clients(String title) {
		this.title = title;
	}

	Client connect(String address) {
		return switch (this) {
			case BYTES -> new BytesOnly(address);
			case INFERENCEKEY -> new InferenceKey(address);
			case OBSERVED -> InferenceKey.observed(address, false);
			case OBSERVED_WITH_HTTP -> InferenceKey.observed(address, true);
			case WEBCLIENT -> new WebClientByHand(address);
			case LANGCHAIN4J -> new LangChain4j(address);
			case OPENAI_JAVA -> new OpenAiJava(address);
			case SPRING_AI -> new SpringAi(address);
			case CHAT_CLIENT -> SpringAiChatClient.overInferenceKey(address);
			case SPRING_AI_CHAT_CLIENT -> SpringAiChatClient.overSpringAi(address);
			case AI_SERVICES -> LangChain4jAiServices.overInferenceKey(address);
			case LANGCHAIN4J_AI_SERVICES -> LangChain4jAiServices.overLangChain4j(address);
		};
	}

	/**
	 * Who does a kind of work: LangChain4j and the one by hand ask for numbers, OpenAI's
	 * client and Spring AI for base64.
	 * @param work the kind of work
	 * @return the clients, the bytes alone first
	 */
	static List<Clients> of(Work work) {
		return switch (work) {
			case UNARY -> wanted(BYTES, INFERENCEKEY, OBSERVED, WEBCLIENT, LANGCHAIN4J, OPENAI_JAVA, SPRING_AI);
			case NUMBERS -> wanted(BYTES, INFERENCEKEY, WEBCLIENT, LANGCHAIN4J);
			case BASE64 -> wanted(BYTES, INFERENCEKEY, OPENAI_JAVA, SPRING_AI);
			default -> STREAMING;
		};
	}

	// The bytes alone are what the others are measured by.
	private static List<Clients> wanted(Clients... clients) {
		return Arrays.stream(clients)
			.filter((client) -> client == BYTES || WANTED.equals(List.of("")) || WANTED.contains(client.name()))
			.toList();
	}

}
