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

package dev.inferencekey.autoconfigure.springai;

import java.util.List;

import dev.inferencekey.Endpoint;
import dev.inferencekey.autoconfigure.InferenceKeyAutoConfiguration;
import dev.inferencekey.autoconfigure.WebClientsAutoConfiguration;
import dev.inferencekey.springai.InferenceKeyChatModel;
import dev.inferencekey.test.ScriptedPlatform;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.rag.Query;
import org.springframework.ai.rag.postretrieval.document.DocumentPostProcessor;
import org.springframework.ai.vectorstore.SimpleVectorStore;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring AI's models as beans, and retrieval over them.
 */
class ModelBeansTests {

	private static final String KEY = "ik_live_a1b2c3d4_" + "5ec2e7".repeat(10) + "cafe";

	private final ScriptedPlatform platform = ScriptedPlatform.start();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(InferenceKeyAutoConfiguration.class, WebClientsAutoConfiguration.class,
				WebClientAutoConfiguration.class, InferenceKeySpringAiAutoConfiguration.class))
		.withPropertyValues("inferencekey.base-url=" + this.platform.baseUrl(), "inferencekey.project=acme",
				"inferencekey.api-key=" + KEY, "inferencekey.workloads.support-bot.model=m",
				"inferencekey.workloads.embedder.task=embedding", "inferencekey.workloads.reranker.task=reranker");

	@AfterEach
	void close() {
		this.platform.close();
	}

	@Test
	void modelsWhenWorkloadsHaveTasksThenOneForEach() {
		this.runner.run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(ChatModel.class)).hasToString("InferenceKeyChatModel[support-bot]");
			assertThat(context.getBean(EmbeddingModel.class)).hasToString("InferenceKeyEmbeddingModel[embedder]");
			assertThat(context.getBean(DocumentPostProcessor.class)).hasToString("RerankPostProcessor[reranker]");
		});
	}

	@Test
	void modelWhenTheApplicationHasAnotherThenThatWinsAndOursIsQualified() {
		this.runner.withBean(ChatModel.class, OtherModel::new).withBean(Models.class).run((context) -> {
			Models models = context.getBean(Models.class);
			assertThat(models.any).isInstanceOf(OtherModel.class);
			assertThat(models.bot).isInstanceOf(InferenceKeyChatModel.class);
		});
	}

	@Test
	void modelsWhenSpringAiIsMissingThenEndpointsAlone() {
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.ai")).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context).doesNotHaveBean(InferenceKeySpringAiAutoConfiguration.class);
			assertThat(context.getBeansOfType(Endpoint.class)).hasSize(3);
		});
	}

	@Test
	void retrievalWhenEmbeddedAndRerankedThenTheBestDocumentIsFirst() {
		this.platform.workload("embedder").embeds(8);
		this.platform.workload("reranker").reranks(0.1, 0.9);
		this.runner.run((context) -> {
			SimpleVectorStore store = SimpleVectorStore.builder(context.getBean(EmbeddingModel.class)).build();
			// The scripted vectors of the same text are the same.
			store.add(List.of(new Document("cancel an order"), new Document("cancel an order")));
			List<Document> found = store.similaritySearch("cancel an order");

			List<Document> ranked = context.getBean(DocumentPostProcessor.class)
				.process(new Query("cancel an order"), found);

			assertThat(found).hasSize(2);
			assertThat(ranked).extracting(Document::getScore).containsExactly(0.9, 0.1);
			assertThat(ranked.get(0).getId()).isEqualTo(found.get(1).getId());
			assertThat(context.getBean(EmbeddingModel.class).dimensions()).isEqualTo(8);
		});
	}

	@Test
	void classPathWhenSearchedThenNoOtherHttpClientComesWithTheModels() {
		assertThat(List.of("okhttp3.OkHttpClient", "com.openai.client.OpenAIClient",
				"dev.langchain4j.http.client.HttpClient", "org.apache.hc.client5.http.classic.HttpClient",
				"org.eclipse.jetty.client.HttpClient"))
			.allSatisfy((name) -> assertThat(ClassUtils.isPresent(name, getClass().getClassLoader())).isFalse());
	}

	static class Models {

		@Autowired
		ChatModel any;

		@Autowired
		@Qualifier("support-bot")
		ChatModel bot;

	}

	static class OtherModel implements ChatModel {

		@Override
		public ChatResponse call(Prompt prompt) {
			return new ChatResponse(List.of());
		}

	}

}
