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

package dev.inferencekey.samples.migration;

import java.util.List;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;

import reactor.core.publisher.Flux;

/**
 * Spring AI's own OpenAI client, configured by {@code spring.ai.openai.*}.
 */
class SpringAiSupport {

	private final ChatModel chatModel;

	SpringAiSupport(ChatModel chatModel) {
		this.chatModel = chatModel;
	}

	String answer(String question) {
		Prompt prompt = new Prompt(question, ChatOptions.builder().temperature(0.2).build());
		return this.chatModel.call(prompt).getResult().getOutput().getText();
	}

	Flux<String> stream(String question) {
		return this.chatModel.stream(question);
	}

	Ticket ticket(String mail) {
		return ChatClient.create(this.chatModel).prompt(mail).call().entity(Ticket.class);
	}

	record Ticket(String summary, List<String> products) {
	}

}
