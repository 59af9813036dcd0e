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
import java.util.function.Consumer;

import dev.inferencekey.Endpoint;
import dev.inferencekey.text.TextChunk;
import dev.inferencekey.text.TextStream;
import reactor.core.publisher.Flux;

/**
 * The code after a migration, as the guide shows it.
 */
class MigrationSnippets {

	private final Endpoint supportBot;

	MigrationSnippets(Endpoint supportBot) {
		this.supportBot = supportBot;
	}

	String answer(String question) {
		return this.supportBot.generateText((request) -> request.user(question).temperature(0.2)).text();
	}

	Flux<String> stream(String question) {
		return this.supportBot.reactive().generateTextStream(question).map(TextChunk::text);
	}

	Ticket ticket(String mail) {
		return this.supportBot.generateObject(Ticket.class, mail).object();
	}

	record Ticket(String summary, List<String> products) {
	}

	static class Blocking {

		private final Endpoint supportBot;

		Blocking(Endpoint supportBot) {
			this.supportBot = supportBot;
		}

		String answer(String question) {
			return this.supportBot.generateText((request) -> request.user(question).temperature(0.2)).text();
		}

		String stream(String question, Consumer<String> reader) {
			try (TextStream stream = this.supportBot.generateTextStream(question)) {
				stream.forEach((chunk) -> reader.accept(chunk.text()));
				return stream.result().text();
			}
		}

	}

}
