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

package dev.inferencekey.readme;

import dev.inferencekey.error.RateLimitException;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.NonRetriableException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.scoring.ScoringModel;
import dev.langchain4j.rag.RetrievalAugmentor;
import dev.langchain4j.rag.DefaultRetrievalAugmentor;
import dev.langchain4j.rag.content.aggregator.ReRankingContentAggregator;
import dev.langchain4j.rag.content.retriever.EmbeddingStoreContentRetriever;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.TokenStream;
import dev.langchain4j.store.embedding.EmbeddingStore;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The snippets of the guide's page about LangChain4j.
 */
final class LangChain4jSnippets {

	private LangChain4jSnippets() {
	}

	interface SupportAgent {

		String answer(String question);

		TokenStream stream(String question);

	}

	static class OrderTools {

		@Tool("Finds where an order is")
		String orderStatus(@P("number of the order") String orderNumber) {
			return "Order " + orderNumber + " is out for delivery";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SupportAgentConfiguration {

		@Bean
		SupportAgent supportAgent(@Qualifier("support-bot") ChatModel chat,
				@Qualifier("support-bot") StreamingChatModel streaming) {
			return AiServices.builder(SupportAgent.class)
				.chatModel(chat)
				.streamingChatModel(streaming)
				.tools(new OrderTools())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class RetrievalConfiguration {

		@Bean
		RetrievalAugmentor retrieval(EmbeddingStore<TextSegment> store, EmbeddingModel embedder,
				ScoringModel reranker) {
			return DefaultRetrievalAugmentor.builder()
				.contentRetriever(EmbeddingStoreContentRetriever.builder()
					.embeddingStore(store)
					.embeddingModel(embedder)
					.maxResults(20)
					.build())
				.contentAggregator(ReRankingContentAggregator.builder().scoringModel(reranker).maxResults(4).build())
				.build();
		}

	}

	static String answerOrExcuse(SupportAgent agent, String question) {
		try {
			return agent.answer(question);
		}
		catch (NonRetriableException ex) {
			if (ex.getCause() instanceof RateLimitException busy) {
				return "Busy. Try again in " + busy.retryAfter();
			}
			throw ex;
		}
	}

}
