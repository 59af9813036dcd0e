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

import java.util.ArrayList;
import java.util.List;

import dev.inferencekey.DataClient;
import dev.inferencekey.error.InferenceKeyException;
import dev.inferencekey.springai.InferenceKeyChatModel;
import dev.inferencekey.springai.InferenceKeyEmbeddingModel;
import dev.inferencekey.springai.RerankPostProcessor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.AdvisorParams;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.document.Document;
import org.springframework.ai.rag.Query;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.vectorstore.SearchRequest;
import org.springframework.ai.vectorstore.SimpleVectorStore;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.util.MimeTypeUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Spring AI over the engine.
 */
@EngineTest
class SpringAiEngineTests {

	private static LlamaCpp engine;

	private static DataClient client;

	private static ChatClient chat;

	private final List<String> asked = new ArrayList<>();

	@BeforeAll
	static void start() {
		engine = LlamaCpp.start("chat");
		client = DataClient.builder().workload("smollm2", (workload) -> {
			engine.serve(workload);
			workload.textDefaults((defaults) -> defaults.temperature(0).maxTokens(200));
		}).build();
		chat = ChatClient.create(new InferenceKeyChatModel(client.endpoint("smollm2")));
	}

	@AfterAll
	static void stop() {
		client.close();
		engine.close();
	}

	record Address(String street, String city) {
	}

	record Person(String name, int age, Address address) {
	}

	@Tool(name = "weather", description = "Current weather")
	String weather(String city) {
		this.asked.add(city);
		return "sunny, 31 degrees";
	}

	@Test
	void toolWhenItFitsThenCalledAndTheModelAnswers() {
		String answer = chat.prompt("What is the weather in Madrid?").tools(this).call().content();

		assertThat(this.asked).contains("Madrid");
		assertThat(answer).isNotBlank();
	}

	@Test
	void toolWhenTheCallIsStreamedThenCalledAndTheModelAnswers() {
		List<String> answer = chat.prompt("What is the weather in Madrid?")
			.tools(this)
			.stream()
			.content()
			.collectList()
			.block();

		assertThat(this.asked).contains("Madrid");
		assertThat(String.join("", answer)).isNotBlank();
	}

	@Test
	void entityWhenNestedThenTheEngineHoldsTheModelToItsSchema() {
		Person person = chat.prompt("Give me a person.")
			.advisors(AdvisorParams.ENABLE_NATIVE_STRUCTURED_OUTPUT)
			.call()
			.entity(Person.class);

		assertThat(person.name()).isNotBlank();
		assertThat(person.address().city()).isNotNull();
	}

	@Test
	void memoryWhenTheConversationGoesOnThenTheModelReadsAllOfIt() {
		MessageChatMemoryAdvisor memory = MessageChatMemoryAdvisor.builder(MessageWindowChatMemory.builder().build())
			.build();

		int first = promptTokens(memory);
		int second = promptTokens(memory);

		assertThat(second).isGreaterThan(first + 10);
	}

	private static int promptTokens(MessageChatMemoryAdvisor memory) {
		return chat.prompt("Repeat after me: one, two, three, four, five.")
			.advisors((advisor) -> advisor.advisors(memory).param(ChatMemory.CONVERSATION_ID, "1"))
			.call()
			.chatResponse()
			.getMetadata()
			.getUsage()
			.getPromptTokens();
	}

	@Test
	void streamWhenReadThenTokenByToken() {
		List<String> tokens = chat.prompt("Repeat after me: one, two, three, four, five.")
			.stream()
			.content()
			.collectList()
			.block();

		assertThat(tokens).hasSizeGreaterThan(5);
		assertThat(String.join("", tokens)).contains("one, two, three");
	}

	@Test
	void imageWhenTheModelReadsTextOnlyThenRefusedByTheEngine() {
		assertThatExceptionOfType(InferenceKeyException.class)
			.isThrownBy(() -> chat.prompt()
				.user((user) -> user.text("What is this?")
					.media(MimeTypeUtils.IMAGE_PNG, new ByteArrayResource(new byte[] { 1, 2, 3 })))
				.call()
				.content())
			.withMessageContaining("image");
	}

	@Test
	void retrievalWhenRerankedThenEveryDocumentHasAScoreAndTheBestIsFirst() {
		try (LlamaCpp embedder = LlamaCpp.start("embedding");
				LlamaCpp reranker = LlamaCpp.start("rerank");
				DataClient vectors = DataClient.builder()
					.workload("embedder", embedder::serve)
					.workload("reranker", reranker::serve)
					.build()) {
			SimpleVectorStore store = SimpleVectorStore
				.builder(new InferenceKeyEmbeddingModel(vectors.endpoint("embedder")))
				.build();
			store.add(List.of(new Document("Paris is the capital of France"), new Document("The Moon"),
					new Document("A banana")));

			List<Document> found = store.similaritySearch(SearchRequest.builder().query("A banana").topK(2).build());
			List<Document> ranked = new RerankPostProcessor(vectors.endpoint("reranker"))
				.process(new Query("Which fruit is yellow?"), found);

			assertThat(found).hasSize(2).first().extracting(Document::getText).isEqualTo("A banana");
			assertThat(ranked).hasSize(2);
			assertThat(ranked.get(0).getScore()).isGreaterThanOrEqualTo(ranked.get(1).getScore());
		}
	}

}
