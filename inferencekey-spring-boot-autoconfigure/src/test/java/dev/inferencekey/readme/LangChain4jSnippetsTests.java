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

import java.util.List;

import dev.inferencekey.readme.LangChain4jSnippets.RetrievalConfiguration;
import dev.inferencekey.readme.LangChain4jSnippets.SupportAgent;
import dev.inferencekey.readme.LangChain4jSnippets.SupportAgentConfiguration;
import dev.inferencekey.test.ScriptedPlatform;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.rag.AugmentationRequest;
import dev.langchain4j.rag.RetrievalAugmentor;
import dev.langchain4j.rag.query.Metadata;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.inmemory.InMemoryEmbeddingStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs the snippets of the guide's page about LangChain4j in whole applications.
 */
class LangChain4jSnippetsTests {

	private final ScriptedPlatform platform = ScriptedPlatform.start();

	@AfterEach
	void close() {
		this.platform.close();
	}

	private ConfigurableApplicationContext run(Class<?> configuration) {
		return new SpringApplicationBuilder(Application.class, configuration).web(WebApplicationType.NONE)
			.run("--inferencekey.project=acme", "--inferencekey.base-url=" + this.platform.baseUrl(),
					"--inferencekey.api-key=ik_live_test_test", "--inferencekey.workloads.support-bot.model=m",
					"--inferencekey.retry.max-attempts=1", "--inferencekey.workloads.embedder.task=embedding",
					"--inferencekey.workloads.reranker.task=reranker");
	}

	@Test
	void agentWhenAskedThenItCallsItsTool() {
		this.platform.workload("support-bot")
			.answers(
					"""
							{"choices":[{"message":{"content":null,"tool_calls":[{"id":"1","type":"function","function":{"name":"orderStatus","arguments":"{\\"orderNumber\\":\\"A-1\\"}"}}]},"finish_reason":"tool_calls"}]}""")
			.replies("It is out for delivery.");
		try (ConfigurableApplicationContext context = run(SupportAgentConfiguration.class)) {

			String answer = LangChain4jSnippets.answerOrExcuse(context.getBean(SupportAgent.class),
					"Where is order A-1?");

			assertThat(answer).isEqualTo("It is out for delivery.");
			assertThat(this.platform.requests().get(1).messages()).last()
				.satisfies((message) -> assertThat(message.text()).contains("Order A-1 is out for delivery"));
		}
	}

	@Test
	void agentWhenTheWorkloadIsBusyThenItSaysSo() {
		this.platform.workload("support-bot").failsWith(429);
		try (ConfigurableApplicationContext context = run(SupportAgentConfiguration.class)) {

			String answer = LangChain4jSnippets.answerOrExcuse(context.getBean(SupportAgent.class), "Where is it?");

			assertThat(answer).startsWith("Busy.");
		}
	}

	@Test
	void retrievalWhenAskedThenTheBestSegments() {
		this.platform.workload("embedder").embeds(8);
		this.platform.workload("reranker").reranks(0.2, 0.8);
		try (ConfigurableApplicationContext context = run(RetrievalConfiguration.class)) {
			List<TextSegment> segments = List.of(TextSegment.from("parcels"), TextSegment.from("returns"));
			context.getBeanProvider(new ParameterizedTypeReference<EmbeddingStore<TextSegment>>() {
			}).getObject().addAll(context.getBean(EmbeddingModel.class).embedAll(segments).content(), segments);
			UserMessage question = UserMessage.from("Where is it?");

			String augmented = ((UserMessage) context.getBean(RetrievalAugmentor.class)
				.augment(new AugmentationRequest(question, Metadata.from(question, "1", null)))
				.chatMessage()).singleText();

			assertThat(augmented).contains("parcels", "returns");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		InMemoryEmbeddingStore<TextSegment> store() {
			return new InMemoryEmbeddingStore<>();
		}

	}

}
