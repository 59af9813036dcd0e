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
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import dev.inferencekey.Endpoint;
import dev.inferencekey.text.TextChunk;
import dev.inferencekey.text.TextRequest;
import dev.inferencekey.tool.ToolLoop;

import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * Answers questions from the handbook and about orders.
 */
@Component
class SupportDesk {

	private static final String INSTRUCTIONS = """
			You answer the questions of acme's customers. Use only the handbook passages below and what the tools \
			return. After each sentence, write the number of the passage that it rests on in square brackets, such as \
			[1]. If neither passages nor tools answer the question, reply with [0] and nothing else. Answer in the \
			language of the question.
			""";

	private final Endpoint supportBot;

	private final Retrieval retrieval;

	private final OrderTools tools;

	private final Feedback feedback;

	private final MessageSource messages;

	private final SupportDeskProperties properties;

	SupportDesk(Endpoint supportBot, Retrieval retrieval, OrderTools tools, Feedback feedback, MessageSource messages,
			SupportDeskProperties properties) {
		this.supportBot = supportBot;
		this.retrieval = retrieval;
		this.tools = tools;
		this.feedback = feedback;
		this.messages = messages;
		this.properties = properties;
	}

	/**
	 * Answer a question, passing on the text as it is generated. If the reader throws an
	 * exception or this thread is interrupted, the workload stops generating.
	 * @param question the question
	 * @param reader receives the answer
	 * @throws IOException if the reader is gone
	 */
	void answer(String question, AnswerReader reader) throws IOException {
		Tally tally = new Tally();
		Locale language = QuestionLanguage.of(question);
		Retrieval.Found found = this.retrieval.find(question);
		reader.passages(found, language);
		List<Passage> passages = found.sources().stream().map(Retrieval.Source::passage).toList();
		TextRequest request = TextRequest.of((builder) -> builder.system(instructions(passages))
			.user(question)
			.tools(this.tools.tools(language, reader)));
		CitedText text = new CitedText(passages, language);
		boolean known = !passages.isEmpty();
		try (Stream<TextChunk> stream = ToolLoop.over(this.supportBot).stream(request).toStream()) {
			for (Iterator<TextChunk> chunks = stream.iterator(); chunks.hasNext();) {
				TextChunk chunk = chunks.next();
				tally.add(chunk);
				known = known || !chunk.toolCalls().isEmpty();
				// What rests on nothing is not passed on.
				if (known) {
					pass(text.add(chunk.text()), text.citations(false), reader);
				}
			}
		}
		pass(text.rest(), text.citations(true), reader);
		known = known && !text.isUnknown();
		if (!known) {
			reader.text(new Texts(this.messages, language).get("unknown"));
		}
		reader.done(new AnswerReader.Outcome(this.feedback.expect(), known, tally.cost(this.properties.price())));
	}

	private static void pass(String text, List<Citation> citations, AnswerReader reader) throws IOException {
		if (!text.isEmpty()) {
			reader.text(text);
		}
		for (Citation citation : citations) {
			reader.citation(citation);
		}
	}

	private static String instructions(List<Passage> passages) {
		List<String> parts = new ArrayList<>(List.of(INSTRUCTIONS));
		for (int i = 0; i < passages.size(); i++) {
			parts.add(passages.get(i).markdown(i + 1));
		}
		return String.join("\n", parts);
	}

}
