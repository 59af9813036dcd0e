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

import java.util.function.Function;

import dev.inferencekey.springai.InferenceKeyChatModel;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;

import reactor.core.publisher.Flux;

/**
 * Spring AI's {@code ChatClient} over a model, which is all that differs.
 */
final class SpringAiChatClient implements Client {

	private final Function<String, ChatModel> models;

	private final ChatClient paced;

	private SpringAiChatClient(Function<String, ChatModel> models) {
		this.models = models;
		this.paced = client("paced");
	}

	static SpringAiChatClient overInferenceKey(String address) {
		InferenceKey client = new InferenceKey(address);
		return new SpringAiChatClient((model) -> new InferenceKeyChatModel(client.endpoint(model)));
	}

	static SpringAiChatClient overSpringAi(String address) {
		return new SpringAiChatClient((model) -> SpringAi.model(address, model));
	}

	private ChatClient client(String model) {
		return ChatClient.create(this.models.apply(model));
	}

	@Override
	public Runnable call(Work work) {
		ChatClient client = client(work.model());
		return switch (work) {
			case UNARY ->
				() -> Client.check(String.valueOf(client.prompt(Inputs.PROMPT).call().content()).length(), 400);
			case STREAM -> () -> Client.check(
					texts(client).reduce(0, (sum, text) -> sum + text.length()).blockOptional().orElse(0),
					Fixtures.CHARACTERS);
			default -> throw new UnsupportedOperationException();
		};
	}

	private static Flux<String> texts(ChatClient client) {
		return client.prompt(Inputs.PROMPT).stream().content();
	}

	@Override
	public Flux<String> paced() {
		return texts(this.paced);
	}

}
