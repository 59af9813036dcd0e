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

package dev.inferencekey.engine;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import dev.inferencekey.DataClient;
import dev.inferencekey.langchain4j.InferenceKeyChatModel;
import dev.inferencekey.langchain4j.InferenceKeyEmbeddingModel;
import dev.inferencekey.langchain4j.InferenceKeyScoringModel;
import dev.inferencekey.langchain4j.InferenceKeyStreamingChatModel;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.NonRetriableException;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.aggregator.ReRankingContentAggregator;
import dev.langchain4j.rag.content.retriever.EmbeddingStoreContentRetriever;
import dev.langchain4j.rag.query.Query;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.TokenStream;
import dev.langchain4j.store.embedding.inmemory.InMemoryEmbeddingStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * LangChain4j over the engine.
 */
@EngineTest
class LangChain4jEngineTests {

	private static LlamaCpp engine;

	private static DataClient client;

	private final List<String> asked = new CopyOnWriteArrayList<>();

	private final Assistant assistant = AiServices.builder(Assistant.class)
		.chatModel(new InferenceKeyChatModel(client.endpoint("smollm2")))
		.streamingChatModel(new InferenceKeyStreamingChatModel(client.endpoint("smollm2")))
		.build();

	private final Assistant withTool = AiServices.builder(Assistant.class)
		.chatModel(new InferenceKeyChatModel(client.endpoint("smollm2")))
		.streamingChatModel(new InferenceKeyStreamingChatModel(client.endpoint("smollm2")))
		.tools(this)
		.build();

	@BeforeAll
	static void start() {
		engine = LlamaCpp.start("chat");
		client = DataClient.builder().workload("smollm2", (workload) -> {
			engine.serve(workload);
			workload.textDefaults((defaults) -> defaults.temperature(0).maxTokens(200));
		}).build();
	}

	@AfterAll
	static void stop() {
		client.close();
		engine.close();
	}

	interface Assistant {

		String chat(String message);

		Person person(String message);

		TokenStream stream(String message);

	}

	record Address(String street, String city) {
	}

	record Person(String name, int age, Address address) {
	}

	@Tool("Current weather")
	String weather(String city) {
		this.asked.add(city);
		return "sunny, 31 degrees";
	}

	@Test
	void toolWhenItFitsThenCalledAndTheModelAnswers() {
		String answer = this.withTool.chat("What is the weather in Madrid?");

		assertThat(this.asked).contains("Madrid");
		assertThat(answer).isNotBlank();
	}

	@Test
	void toolWhenTheCallIsStreamedThenCalledAndTheModelAnswers() throws Exception {
		ChatResponse response = read(this.withTool.stream("What is the weather in Madrid?"),
				new CopyOnWriteArrayList<>());

		assertThat(this.asked).contains("Madrid");
		assertThat(response.aiMessage().text()).isNotBlank();
	}

	@Test
	void resultWhenNestedThenTheEngineHoldsTheModelToItsSchema() {
		Person person = this.assistant.person("Give me a person.");

		assertThat(person.name()).isNotBlank();
		assertThat(person.address().city()).isNotNull();
	}

	@Test
	void streamWhenReadThenTokenByToken() throws Exception {
		List<String> tokens = new CopyOnWriteArrayList<>();

		ChatResponse response = read(this.assistant.stream("Repeat after me: one, two, three, four, five."), tokens);

		assertThat(tokens).hasSizeGreaterThan(5);
		assertThat(response.aiMessage().text()).contains("one, two, three").isEqualTo(String.join("", tokens));
		assertThat(response.tokenUsage().outputTokenCount()).isPositive();
	}

	private static ChatResponse read(TokenStream stream, List<String> tokens) throws Exception {
		CompletableFuture<ChatResponse> response = new CompletableFuture<>();
		stream.onPartialResponse(tokens::add)
			.onCompleteResponse(response::complete)
			.onError(response::completeExceptionally)
			.start();
		return response.get(60, TimeUnit.SECONDS);
	}

	@Test
	void imageWhenTheModelReadsTextOnlyThenRefusedByTheEngine() {
		UserMessage question = UserMessage.from(TextContent.from("What is this?"),
				ImageContent.from("AQID", "image/png"));

		assertThatExceptionOfType(NonRetriableException.class)
			.isThrownBy(() -> new InferenceKeyChatModel(client.endpoint("smollm2")).chat(question))
			.withMessageContaining("image");
	}

	@Test
	void retrievalWhenRerankedThenEverySegmentIsThere() {
		try (LlamaCpp embedder = LlamaCpp.start("embedding");
				LlamaCpp reranker = LlamaCpp.start("rerank");
				DataClient vectors = DataClient.builder()
					.workload("embedder", embedder::serve)
					.workload("reranker", reranker::serve)
					.build()) {
			InferenceKeyEmbeddingModel embedding = new InferenceKeyEmbeddingModel(vectors.endpoint("embedder"));
			InMemoryEmbeddingStore<TextSegment> store = new InMemoryEmbeddingStore<>();
			List<TextSegment> segments = List.of(TextSegment.from("Paris is the capital of France"),
					TextSegment.from("The Moon"), TextSegment.from("A banana"));
			store.addAll(embedding.embedAll(segments).content(), segments);

			List<Content> found = EmbeddingStoreContentRetriever.builder()
				.embeddingStore(store)
				.embeddingModel(embedding)
				.maxResults(2)
				.build()
				.retrieve(Query.from("A banana"));
			List<Content> ranked = ReRankingContentAggregator.builder()
				.scoringModel(new InferenceKeyScoringModel(vectors.endpoint("reranker")))
				.build()
				.aggregate(Map.of(Query.from("Which fruit is yellow?"), List.of(found)));

			assertThat(found).hasSize(2).first().satisfies(LangChain4jEngineTests::assertBanana);
			assertThat(ranked).hasSize(2).anySatisfy(LangChain4jEngineTests::assertBanana);
		}
	}

	private static void assertBanana(Content content) {
		assertThat(content.textSegment().text()).isEqualTo("A banana");
	}

}
