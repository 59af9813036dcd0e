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

package dev.inferencekey.autoconfigure.langchain4j;

import java.util.Map;

import dev.inferencekey.autoconfigure.InferenceKeyAutoConfiguration;
import dev.inferencekey.autoconfigure.WebClientsAutoConfiguration;
import dev.inferencekey.langchain4j.InferenceKeyChatModel;
import dev.inferencekey.wire.Answers;
import dev.inferencekey.wire.WireServer;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.scoring.ScoringModel;
import dev.langchain4j.model.scoring.request.ScoringRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;

/**
 * The beans of LangChain4j's models.
 */
class ModelBeansTests {

	private final WireServer server = new WireServer();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WebClientsAutoConfiguration.class,
				ReactiveHttpClientAutoConfiguration.class, WebClientAutoConfiguration.class,
				InferenceKeyAutoConfiguration.class, InferenceKeyLangChain4jAutoConfiguration.class))
		.withPropertyValues("inferencekey.project=acme", "inferencekey.base-url=" + this.server.baseUrl(),
				"inferencekey.api-key=" + WireServer.KEY);

	private ApplicationContextRunner withOne() {
		return this.runner.withPropertyValues("inferencekey.workloads.support-bot.model=s");
	}

	private ApplicationContextRunner withTwo() {
		return withOne().withPropertyValues("inferencekey.workloads.billing.model=b");
	}

	@AfterEach
	void close() {
		this.server.close();
	}

	record Models(ChatModel chat, StreamingChatModel streaming) {
	}

	@Configuration(proxyBeanMethods = false)
	static class ByName {

		@Bean
		Models models(ChatModel supportBot, StreamingChatModel billing) {
			return new Models(supportBot, billing);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ByQualifier {

		@Bean
		Models models(@Qualifier("support-bot") ChatModel first, @Qualifier("billing") StreamingChatModel second) {
			return new Models(first, second);
		}

	}

	record Chats(Map<String, ChatModel> byWorkload) {
	}

	@Configuration(proxyBeanMethods = false)
	static class AsMap {

		@Bean
		Chats chats(Map<String, ChatModel> byWorkload) {
			return new Chats(byWorkload);
		}

	}

	/**
	 * As another starter defines its model.
	 */
	@AutoConfiguration
	static class AnotherStarter {

		@Bean
		@ConditionalOnMissingBean
		ChatModel otherChatModel() {
			return mock();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WithListener {

		@Bean
		ChatModelListener listener() {
			return mock();
		}

	}

	@Test
	void modelWhenItIsTheOnlyOneThenTheDefaultAndItAnswers() {
		this.server.thenJson(200, Answers.OK);

		withOne().run((context) -> {
			assertThat(context.getBean(ChatModel.class).chat("Hola")).isEqualTo("ok");
			assertThat(context).hasSingleBean(StreamingChatModel.class)
				.doesNotHaveBean(EmbeddingModel.class)
				.doesNotHaveBean(ScoringModel.class);
		});
	}

	@Test
	void modelsWhenTwoThenInjectedByParameterName() {
		withTwo().withUserConfiguration(ByName.class).run(ModelBeansTests::assertEachIsItsOwn);
	}

	@Test
	void modelsWhenTwoThenInjectedByQualifier() {
		withTwo().withUserConfiguration(ByQualifier.class).run(ModelBeansTests::assertEachIsItsOwn);
	}

	private static void assertEachIsItsOwn(ApplicationContext context) {
		Models models = context.getBean(Models.class);
		assertThat(models.chat()).isSameAs(context.getBean("inferencekey.langchain4j.chat-model.support-bot"));
		assertThat(models.streaming())
			.isSameAs(context.getBean("inferencekey.langchain4j.streaming-chat-model.billing"));
	}

	@Test
	void modelsWhenTwoThenNoneIsTheDefault() {
		withTwo().run((context) -> assertThatExceptionOfType(NoUniqueBeanDefinitionException.class)
			.isThrownBy(() -> context.getBean(ChatModel.class)));
	}

	@Test
	void modelsWhenInjectedAsAMapThenByWorkload() {
		withTwo().withUserConfiguration(AsMap.class)
			.run((context) -> assertThat(context.getBean(Chats.class).byWorkload()).containsOnlyKeys("support-bot",
					"billing"));
	}

	@Test
	void modelsWhenAnotherStarterHasOneThenItIsTheDefaultAndOursAreQualified() {
		withTwo().withConfiguration(AutoConfigurations.of(AnotherStarter.class))
			.withUserConfiguration(ByQualifier.class)
			.run((context) -> {
				assertThat(context.getBean(ChatModel.class)).isSameAs(context.getBean("otherChatModel"));
				assertThat(context.getBean(Models.class).chat()).isInstanceOf(InferenceKeyChatModel.class);
			});
	}

	@Test
	void modelsWhenWorkloadsHaveTasksThenThoseThatSuit() {
		this.runner
			.withPropertyValues("inferencekey.workloads.embedder.task=embedding",
					"inferencekey.workloads.ranker.task=reranker", "inferencekey.workloads.speech.task=text2audio")
			.run((context) -> assertThat(context).hasSingleBean(EmbeddingModel.class)
				.hasSingleBean(ScoringModel.class)
				.hasBean("inferencekey.langchain4j.embedding-model.embedder")
				.hasBean("inferencekey.langchain4j.scoring-model.ranker")
				.doesNotHaveBean(ChatModel.class)
				.doesNotHaveBean(StreamingChatModel.class));
	}

	@Test
	void modelsWhenThereAreListenersThenTheyHaveThem() {
		withOne().withUserConfiguration(WithListener.class).run((context) -> {
			ChatModelListener listener = context.getBean(ChatModelListener.class);
			assertThat(context.getBean(ChatModel.class).listeners()).containsExactly(listener);
			assertThat(context.getBean(StreamingChatModel.class).listeners()).containsExactly(listener);
		});
	}

	@Test
	void contextWhenTheFrameworkIsMissingThenNothingOfItIsLoaded() {
		withOne().withClassLoader(new FilteredClassLoader("dev.langchain4j", "dev.inferencekey.langchain4j"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(InferenceKeyLangChain4jAutoConfiguration.class)
				.doesNotHaveBean("inferencekey.langchain4j.chat-model.support-bot"));
	}

	@Test
	void contextWhenTheFrameworkIsTooOldThenNothingOfItIsLoaded() {
		withOne().withClassLoader(new FilteredClassLoader(ScoringRequest.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(InferenceKeyLangChain4jAutoConfiguration.class));
	}

	@SuppressWarnings("unchecked") // the compiler of tests knows the raw type only
	@Test
	@CompileWithForkedClassLoader
	void modelsWhenProcessedAheadOfTimeThenTheSame() {
		TestPropertyValues properties = TestPropertyValues.of("inferencekey.project=acme",
				"inferencekey.api-key=" + WireServer.KEY, "inferencekey.workloads.support-bot.model=s");
		AnnotationConfigApplicationContext source = new AnnotationConfigApplicationContext();
		properties.applyTo(source);
		source.register(WebClientsAutoConfiguration.class, InferenceKeyAutoConfiguration.class,
				InferenceKeyLangChain4jAutoConfiguration.class);
		TestGenerationContext generation = new TestGenerationContext();
		ClassName initializer = new ApplicationContextAotGenerator().processAheadOfTime(source, generation);
		generation.writeGeneratedContent();

		TestCompiler.forSystem().with(generation).compile((compiled) -> {
			try (GenericApplicationContext context = new GenericApplicationContext()) {
				properties.applyTo(context);
				compiled.getInstance(ApplicationContextInitializer.class, initializer.toString()).initialize(context);
				context.refresh();

				assertThat(context.getBean(ChatModel.class))
					.isSameAs(context.getBean("inferencekey.langchain4j.chat-model.support-bot"));
			}
		});
	}

}
