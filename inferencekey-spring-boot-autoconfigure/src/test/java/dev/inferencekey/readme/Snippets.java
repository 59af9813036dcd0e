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

import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.error.ApiException;
import dev.inferencekey.error.RateLimitException;
import dev.inferencekey.operation.Usage;
import dev.inferencekey.rerank.RerankResult;
import dev.inferencekey.text.ChatMessage;
import dev.inferencekey.text.ContentPart;
import dev.inferencekey.text.TextChunk;
import dev.inferencekey.text.TextResult;
import dev.inferencekey.text.TextStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.Resource;

/**
 * The snippets of the README and the guide that are not whole classes.
 */
final class Snippets {

	private Snippets() {
	}

	static List<Object> generateText(Endpoint supportBot) {
		TextResult result = supportBot.generateText((request) -> request.system("Answer in one sentence.")
			.user("Hola, ¿cómo puedo cancelar mi pedido?")
			.temperature(0.2)
			.maxTokens(300));
		String text = result.text();
		String model = result.model();
		Usage usage = result.usage();
		return List.of(text, model, usage);
	}

	static void stream(Endpoint supportBot) {
		try (TextStream stream = supportBot.generateTextStream("Tell me about returns")) {
			for (TextChunk chunk : stream) {
				System.out.print(chunk.text());
			}
		}
	}

	static List<float[]> embed(Endpoint embedder) {
		List<float[]> vectors = embedder.embed("How do I cancel an order?", "Where is my parcel?").embeddings();
		return vectors;
	}

	static int rerank(Endpoint reranker) {
		RerankResult ranking = reranker.rerank("cancel an order", List.of("Returns", "Cancelling", "Shipping"));
		int best = ranking.results().get(0).index();
		return best;
	}

	static List<String> reactive(Endpoint supportBot) {
		Mono<String> answer = supportBot.reactive().generateText("Tell me about returns").map(TextResult::text);
		Flux<String> pieces = supportBot.reactive().generateTextStream("Tell me about returns").map(TextChunk::text);
		return List.of(answer.block(), String.join("", pieces.collectList().block()));
	}

	static TextResult describe(Endpoint supportBot, Resource photo) {
		TextResult description = supportBot.generateText((request) -> request.system("You inspect damaged parcels.")
			.message(ChatMessage.user(ContentPart.text("What is damaged?"), ContentPart.image(photo))));
		return description;
	}

	static Endpoint withoutSpringBoot() {
		DataClient client = DataClient.fromEnvironment();
		Endpoint endpoint = client.endpoint("support-bot");
		return endpoint;
	}

	static String errors(Endpoint supportBot, String question) {
		try {
			return supportBot.generateText(question).text();
		}
		catch (RateLimitException ex) {
			return "Busy. Try again in " + ex.retryAfter();
		}
		catch (ApiException ex) {
			return "Something is wrong on our side (" + ex.requestId() + ")";
		}
	}

}
