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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import dev.inferencekey.error.ValidationException;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.scoring.ScoringModel;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.aggregator.ReRankingContentAggregator;
import dev.langchain4j.rag.content.retriever.EmbeddingStoreContentRetriever;
import dev.langchain4j.rag.query.Query;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.Result;
import dev.langchain4j.service.TokenStream;
import dev.langchain4j.store.embedding.inmemory.InMemoryEmbeddingStore;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An application that uses LangChain4j, with models that really run. The oldest
 * {@code langchain4j-core} that has all that our models need is on this class path.
 */
@SpringBootTest(webEnvironment = WebEnvironment.NONE,
		properties = { "inferencekey.workloads.support-bot.task=text2text",
				"inferencekey.workloads.embedder.task=embedding", "inferencekey.workloads.reranker.task=reranker" })
class LangChain4jTests {

	@Autowired
	private ChatModel supportBot;

	@Autowired
	private StreamingChatModel streaming;

	@Autowired
	private EmbeddingModel embedder;

	@Autowired
	private ScoringModel reranker;

	interface SupportAgent {

		String answer(String question);

		Result<String> answerAndCost(String question);

		Refund refund(String question);

		TokenStream stream(String question);

	}

	record Refund(String answer, int workingDays) {
	}

	static class Orders {

		private final List<String> asked = new CopyOnWriteArrayList<>();

		@Tool("Look up where an order is")
		String orderStatus(String orderId) {
			this.asked.add(orderId);
			return "Order " + orderId + " is out for delivery.";
		}

	}

	private AiServices<SupportAgent> agent() {
		return AiServices.builder(SupportAgent.class).chatModel(this.supportBot).streamingChatModel(this.streaming);
	}

	@Test
	void toolWhenTheQuestionIsForItThenTheAnswerQuotesItsResult() {
		Orders orders = new Orders();

		String answer = agent().tools(orders).build().answer(Inputs.ORDER);

		assertThat(orders.asked).containsExactly("4711");
		assertThat(answer).contains("out for delivery");
	}

	@Test
	void toolWhenTheCallIsStreamedThenTheAnswerQuotesItsResult() throws Exception {
		Orders orders = new Orders();

		ChatResponse response = read(agent().tools(orders).build().stream(Inputs.ORDER), new ArrayList<>());

		assertThat(orders.asked).containsExactly("4711");
		assertThat(response.aiMessage().text()).contains("out for delivery");
	}

	@Test
	void resultWhenItIsARecordThenItIsFilledFromThePassages() {
		Refund refund = agent().build().refund(Inputs.REFUND);

		assertThat(refund.answer()).startsWith("We refund to the payment method");
		assertThat(refund.workingDays()).isEqualTo(5);
	}

	@Test
	void memoryWhenTheConversationGoesOnThenTheModelReadsAllOfIt() {
		SupportAgent agent = agent().chatMemory(MessageWindowChatMemory.withMaxMessages(10)).build();

		int first = agent.answerAndCost(Inputs.REFUND).tokenUsage().inputTokenCount();
		int second = agent.answerAndCost(Inputs.REFUND).tokenUsage().inputTokenCount();

		assertThat(second).isGreaterThan(2 * first);
	}

	@Test
	void streamWhenReadThenTokenByToken() throws Exception {
		List<String> tokens = new CopyOnWriteArrayList<>();

		ChatResponse response = read(agent().build().stream(Inputs.REFUND), tokens);

		assertThat(tokens).hasSizeGreaterThan(20);
		assertThat(response.aiMessage().text()).startsWith("We refund to the payment method")
			.isEqualTo(String.join("", tokens));
	}

	private static ChatResponse read(TokenStream stream, List<String> tokens) throws Exception {
		CompletableFuture<ChatResponse> response = new CompletableFuture<>();
		stream.onPartialResponse(tokens::add)
			.onCompleteResponse(response::complete)
			.onError(response::completeExceptionally)
			.start();
		return response.get(20, TimeUnit.SECONDS);
	}

	@Test
	void imageWhenTheModelReadsTextOnlyThenRefusedByThePlatform() throws Exception {
		UserMessage question = UserMessage.from(TextContent.from("What is this?"),
				ImageContent.from(Inputs.PNG, "image/png"));

		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> this.supportBot.chat(question))
			.withMessageContaining("a part of the type image_url is refused")
			.withCauseInstanceOf(ValidationException.class);
	}

	@Test
	void retrievalWhenRerankedThenTheBestDocumentIsFirst() {
		InMemoryEmbeddingStore<TextSegment> store = new InMemoryEmbeddingStore<>();
		List<TextSegment> segments = Inputs.TEXTS.stream().map(TextSegment::from).toList();
		store.addAll(this.embedder.embedAll(segments).content(), segments);
		Query question = Query.from(Inputs.SEARCH);

		List<Content> found = EmbeddingStoreContentRetriever.builder()
			.embeddingStore(store)
			.embeddingModel(this.embedder)
			.maxResults(2)
			.build()
			.retrieve(question);
		List<Content> ranked = ReRankingContentAggregator.builder()
			.scoringModel(this.reranker)
			.build()
			.aggregate(Map.of(question, List.of(found)));

		assertThat(found).hasSize(2);
		assertThat(ranked).hasSize(2);
		assertThat(ranked.get(0).textSegment().text()).isEqualTo(Inputs.BEST);
		assertThat(this.embedder.dimension()).isEqualTo(384);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
