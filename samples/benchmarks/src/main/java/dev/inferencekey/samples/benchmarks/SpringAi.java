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

import java.util.Map;
import java.util.Objects;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import reactor.core.publisher.Flux;

/**
 * Spring AI's OpenAI starter, configured by properties.
 */
final class SpringAi implements Client {

	private final String address;

	private final ChatModel chat;

	private final ChatModel paced;

	private final EmbeddingModel embeddings;

	SpringAi(String address) {
		this.address = address;
		ConfigurableApplicationContext bench = context(address, "bench");
		this.chat = bench.getBean(ChatModel.class);
		this.embeddings = bench.getBean(EmbeddingModel.class);
		this.paced = model(address, "paced");
	}

	static ChatModel model(String address, String model) {
		return context(address, model).getBean(ChatModel.class);
	}

	private static ConfigurableApplicationContext context(String address, String model) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties(Map.of("spring.ai.openai.base-url", address, "spring.ai.openai.api-key", Inputs.KEY,
					"spring.ai.openai.chat.model", model, "spring.ai.openai.chat.options.model", model,
					"spring.main.banner-mode", "off", "logging.level.root", "warn"))
			.run();
	}

	@Override
	public Runnable call(Work work) {
		return switch (work) {
			case UNARY -> () -> Client.check(String.valueOf(this.chat.call(Inputs.PROMPT)).length(), 400);
			case BASE64 -> () -> Client.check(this.embeddings.embed(Inputs.TEXTS).get(Fixtures.VECTORS - 1).length,
					Fixtures.DIMENSIONS);
			case NUMBERS -> throw new UnsupportedOperationException();
			default -> {
				ChatModel streaming = model(this.address, work.model());
				yield () -> Client.check(
						texts(streaming).reduce(0, (sum, text) -> sum + text.length()).blockOptional().orElse(0),
						Fixtures.CHARACTERS);
			}
		};
	}

	private static Flux<String> texts(ChatModel model) {
		return model.stream(new Prompt(Inputs.PROMPT))
			.map((response) -> (response.getResult() != null) ? text(response.getResult().getOutput()) : "");
	}

	private static String text(AssistantMessage message) {
		return message.hasToolCalls() ? message.getToolCalls().get(0).arguments()
				: Objects.requireNonNullElse(message.getText(), "");
	}

	@Override
	public Flux<String> paced() {
		return texts(this.paced);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
