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

import dev.inferencekey.springai.InferenceKeyChatModel;
import dev.inferencekey.springai.InferenceKeyEmbeddingModel;
import dev.inferencekey.test.ScriptedPlatform;
import dev.inferencekey.wire.WireServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.ollama.OllamaChatModel;
import org.springframework.ai.ollama.OllamaEmbeddingModel;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that has Spring AI's starter for Ollama, too.
 */
class OllamaStarterTests {

	private final ScriptedPlatform platform = ScriptedPlatform.start();

	private final WireServer ollama = new WireServer();

	@AfterEach
	void close() {
		this.platform.close();
		this.ollama.close();
	}

	private ConfigurableApplicationContext run(String... arguments) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("inferencekey.project=acme", "inferencekey.base-url=" + this.platform.baseUrl(),
					"inferencekey.api-key=" + WireServer.KEY, "inferencekey.workloads.support-bot.model=m",
					"inferencekey.workloads.embedder.task=embedding",
					"spring.ai.ollama.base-url=" + this.ollama.baseUrl())
			.run(arguments);
	}

	@Test
	void beansWhenBothAreThereThenEachIsWhatItsNameSays() {
		this.platform.workload("support-bot").replies("From the workload.");
		this.ollama.thenJson(200,
				"{\"model\":\"m\",\"message\":{\"role\":\"assistant\",\"content\":\"From Ollama.\"},\"done\":true}");
		try (ConfigurableApplicationContext context = run()) {
			Models models = context.getAutowireCapableBeanFactory().createBean(Models.class);

			assertThat(context.getBean("ollamaChatModel")).isInstanceOf(OllamaChatModel.class).isSameAs(models.any);
			assertThat(models.anyEmbedding).isInstanceOf(OllamaEmbeddingModel.class);
			assertThat(models.supportBot).isInstanceOf(InferenceKeyChatModel.class);
			assertThat(models.embedder).isInstanceOf(InferenceKeyEmbeddingModel.class);
			assertThat(models.chat.build().prompt("Hola").call().content()).isEqualTo("From Ollama.");
			assertThat(ChatClient.create(models.supportBot).prompt("Hola").call().content())
				.isEqualTo("From the workload.");
		}
	}

	@Test
	void chatClientWhenOllamasModelIsSwitchedOffThenUsesTheOnlyWorkload() {
		this.platform.workload("support-bot").replies("From the workload.");
		try (ConfigurableApplicationContext context = run("--spring.ai.model.chat=none")) {

			String answer = context.getBean(ChatClient.Builder.class).build().prompt("Hola").call().content();

			assertThat(answer).isEqualTo("From the workload.");
			assertThat(this.ollama.requests()).isEmpty();
		}
	}

	static class Models {

		@Autowired
		ChatModel any;

		@Autowired
		EmbeddingModel anyEmbedding;

		@Autowired
		@Qualifier("support-bot")
		ChatModel supportBot;

		@Autowired
		@Qualifier("embedder")
		EmbeddingModel embedder;

		@Autowired
		ChatClient.Builder chat;

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
