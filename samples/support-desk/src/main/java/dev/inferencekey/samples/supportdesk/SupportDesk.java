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

package dev.inferencekey.samples.supportdesk;

import java.io.IOException;
import java.time.Duration;
import java.util.stream.Collectors;

import dev.inferencekey.Endpoint;
import dev.inferencekey.operation.Usage;
import dev.inferencekey.text.TextChunk;
import dev.inferencekey.text.TextResult;
import dev.inferencekey.text.TextStream;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Answers questions from the handbook.
 */
@Component
class SupportDesk {

	private static final String INSTRUCTIONS = """
			You answer the questions of acme's customers. Use only the handbook passages below, and say so if they \
			do not answer the question. Answer in the language of the question.

			""";

	private final Endpoint supportBot;

	private final Retrieval retrieval;

	private final SupportDeskProperties properties;

	SupportDesk(Endpoint supportBot, Retrieval retrieval, SupportDeskProperties properties) {
		this.supportBot = supportBot;
		this.retrieval = retrieval;
		this.properties = properties;
	}

	/**
	 * Answer a question, passing on the text as it is generated. If the reader throws an
	 * exception or this thread is interrupted, the workload stops generating.
	 * @param question the question
	 * @param reader receives the answer
	 * @throws IOException if the reader is gone
	 */
	void answer(String question, Reader reader) throws IOException {
		long start = System.nanoTime();
		Retrieval.Found found = this.retrieval.find(question);
		reader.sources(found);
		String passages = found.sources()
			.stream()
			.map((source) -> source.passage().markdown())
			.collect(Collectors.joining("\n"));
		try (TextStream stream = this.supportBot
			.generateTextStream((request) -> request.system(INSTRUCTIONS + passages).user(question))) {
			for (TextChunk chunk : stream) {
				if (!chunk.text().isEmpty()) {
					reader.text(chunk.text());
				}
			}
			reader.done(cost(stream.result(), Duration.ofNanos(System.nanoTime() - start)));
		}
	}

	private Cost cost(TextResult result, Duration time) {
		Usage usage = result.usage();
		SupportDeskProperties.Price price = this.properties.price();
		String money = (price != null && usage != null) ? price.of(usage.inputTokens(), usage.outputTokens()) : null;
		return new Cost(result.model(), result.finishReason(), (usage != null) ? usage.inputTokens() : null,
				(usage != null) ? usage.outputTokens() : null, money, time.toMillis());
	}

	/**
	 * Receives an answer as it is generated.
	 */
	interface Reader {

		void sources(Retrieval.Found found) throws IOException;

		void text(String text) throws IOException;

		void done(Cost cost) throws IOException;

	}

	/**
	 * The cost of an answer.
	 *
	 * @param model the model that generated it
	 * @param finishReason why the model stopped
	 * @param inputTokens the number of tokens in the request
	 * @param outputTokens the number of tokens in the answer
	 * @param money the price with its currency, if prices are configured
	 * @param millis the total time in milliseconds
	 */
	record Cost(@Nullable String model, @Nullable String finishReason, @Nullable Integer inputTokens,
			@Nullable Integer outputTokens, @Nullable String money, long millis) {
	}

}
