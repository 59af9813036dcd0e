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

package dev.inferencekey.samples.quickstart;

import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.embedding.EmbedResult;
import dev.inferencekey.error.AuthException;
import dev.inferencekey.text.TextChunk;
import dev.inferencekey.text.TextResult;
import dev.inferencekey.text.TextStream;

import org.springframework.boot.CommandLineRunner;
import org.springframework.stereotype.Component;

/**
 * Generates text, streams text, embeds two texts, and shows what happens with a wrong
 * key.
 */
@Component
class FirstCalls implements CommandLineRunner {

	private static final String QUESTION = "Hola, ¿cómo puedo cancelar mi pedido?";

	private final Endpoint supportBot;

	private final Endpoint embedder;

	private final DataClient client;

	FirstCalls(Endpoint supportBot, Endpoint embedder, DataClient client) {
		this.supportBot = supportBot;
		this.embedder = embedder;
		this.client = client;
	}

	@Override
	public void run(String... args) {
		generateText();
		stream();
		embed();
		wrongKey();
	}

	private void generateText() {
		TextResult result = this.supportBot
			.generateText((request) -> request.prompt(QUESTION).temperature(0.2).maxTokens(300));
		System.out.println("== Generate text");
		System.out.println(result.text());
		System.out.println("model: " + result.model());
		System.out.println("finish reason: " + result.finishReason());
	}

	private void stream() {
		System.out.println("\n== Stream");
		try (TextStream stream = this.supportBot.generateTextStream(QUESTION)) {
			for (TextChunk chunk : stream) {
				System.out.print(chunk.text());
				System.out.flush();
			}
		}
		System.out.println();
	}

	private void embed() {
		EmbedResult result = this.embedder.embed("How do I cancel an order?", "¿Cómo cancelo un pedido?");
		System.out.println("\n== Embed");
		System.out
			.println(result.embeddings().size() + " vectors of " + result.embeddings().get(0).length + " dimensions");
	}

	private void wrongKey() {
		System.out.println("\n== Wrong key");
		try {
			this.client.endpoint("support-bot", "ik_live_00000000_revoked").generateText(QUESTION);
		}
		catch (AuthException ex) {
			System.out.println(ex.getMessage());
		}
	}

}
