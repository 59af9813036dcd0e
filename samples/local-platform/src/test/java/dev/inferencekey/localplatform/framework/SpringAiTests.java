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

package dev.inferencekey.localplatform.framework;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

import dev.inferencekey.error.ValidationException;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.AdvisorParams;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.content.Media;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.rag.Query;
import org.springframework.ai.rag.postretrieval.document.DocumentPostProcessor;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.vectorstore.SearchRequest;
import org.springframework.ai.vectorstore.SimpleVectorStore;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.MimeTypeUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An application that uses Spring AI, with models that really run.
 */
@SpringBootTest(webEnvironment = WebEnvironment.NONE,
		properties = { "inferencekey.workloads.support-bot.task=text2text",
				"inferencekey.workloads.embedder.task=embedding", "inferencekey.workloads.reranker.task=reranker" })
class SpringAiTests {

	@Autowired
	private ChatModel supportBot;

	@Autowired
	private EmbeddingModel embedder;

	@Autowired
	private DocumentPostProcessor reranker;

	record Refund(String answer, int workingDays) {
	}

	static class Orders {

		private final List<String> asked = new ArrayList<>();

		@Tool(description = "Look up where an order is")
		String orderStatus(String orderId) {
			this.asked.add(orderId);
			return "Order " + orderId + " is out for delivery.";
		}

	}

	private ChatClient chat() {
		return ChatClient.create(this.supportBot);
	}

	@Test
	void toolWhenTheQuestionIsForItThenTheAnswerQuotesItsResult() {
		Orders orders = new Orders();

		String answer = chat().prompt(Inputs.ORDER).tools(orders).call().content();

		assertThat(orders.asked).containsExactly("4711");
		assertThat(answer).contains("out for delivery");
	}

	@Test
	void toolWhenTheCallIsStreamedThenTheAnswerQuotesItsResult() {
		Orders orders = new Orders();

		List<String> answer = chat().prompt(Inputs.ORDER).tools(orders).stream().content().collectList().block();

		assertThat(orders.asked).containsExactly("4711");
		assertThat(String.join("", answer)).contains("out for delivery");
	}

	@Test
	void entityWhenTheSchemaIsNativeThenItIsFilledFromThePassages() {
		Refund refund = chat().prompt(Inputs.REFUND)
			.advisors(AdvisorParams.ENABLE_NATIVE_STRUCTURED_OUTPUT)
			.call()
			.entity(Refund.class);

		assertThat(refund.answer()).startsWith("We refund to the payment method");
		assertThat(refund.workingDays()).isEqualTo(5);
	}

	@Test
	void memoryWhenTheConversationGoesOnThenTheModelReadsAllOfIt() {
		ChatClient chat = ChatClient.builder(this.supportBot)
			.defaultAdvisors(MessageChatMemoryAdvisor.builder(MessageWindowChatMemory.builder().build()).build())
			.build();

		int first = promptTokens(chat);
		int second = promptTokens(chat);

		assertThat(second).isGreaterThan(2 * first);
	}

	private static int promptTokens(ChatClient chat) {
		return chat.prompt(Inputs.REFUND)
			.advisors((advisor) -> advisor.param(ChatMemory.CONVERSATION_ID, "1"))
			.call()
			.chatResponse()
			.getMetadata()
			.getUsage()
			.getPromptTokens();
	}

	@Test
	void streamWhenReadThenTokenByToken() {
		List<String> tokens = chat().prompt(Inputs.REFUND).stream().content().collectList().block();

		assertThat(tokens).hasSizeGreaterThan(20);
		assertThat(String.join("", tokens)).startsWith("We refund to the payment method");
	}

	@Test
	void imageWhenTheModelReadsTextOnlyThenRefusedByThePlatform() {
		ChatClient.ChatClientRequestSpec question = chat().prompt()
			.user((user) -> user.text("What is this?")
				.media(new Media(MimeTypeUtils.IMAGE_PNG, URI.create("data:image/png;base64," + Inputs.PNG))));

		assertThatExceptionOfType(ValidationException.class).isThrownBy(() -> question.call().content())
			.withMessageContaining("a part of the type image_url is refused")
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(400));
		assertThatExceptionOfType(ValidationException.class).isThrownBy(() -> question.stream().content().blockLast())
			.withMessageContaining("a part of the type image_url is refused");
	}

	@Test
	void retrievalWhenRerankedThenTheBestDocumentIsFirst() {
		SimpleVectorStore store = SimpleVectorStore.builder(this.embedder).build();
		store.add(Inputs.TEXTS.stream().map(Document::new).toList());

		List<Document> found = store.similaritySearch(SearchRequest.builder().query(Inputs.SEARCH).topK(2).build());
		List<Document> ranked = this.reranker.process(new Query(Inputs.SEARCH), found);

		assertThat(found).hasSize(2);
		assertThat(ranked).hasSize(2);
		assertThat(ranked.get(0).getText()).isEqualTo(Inputs.BEST);
		assertThat(ranked.get(0).getScore()).isGreaterThan(ranked.get(1).getScore());
		assertThat(this.embedder.dimensions()).isEqualTo(384);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
