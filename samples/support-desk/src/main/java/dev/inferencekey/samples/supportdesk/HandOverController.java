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

import java.util.List;
import java.util.stream.Collectors;

import dev.inferencekey.Endpoint;
import dev.inferencekey.error.InferenceKeyException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Summarizes a conversation for the person who takes over. The page sends the
 * conversation, since the desk keeps none.
 */
@RestController
class HandOverController {

	private static final String INSTRUCTIONS = """
			You hand a customer over to a colleague. Below is the conversation so far, with what each part was about \
			as its heading. Keep to what was said.
			""";

	private static final String CUSTOMER = "Customer: ";

	private final Endpoint supportBot;

	HandOverController(Endpoint supportBot) {
		this.supportBot = supportBot;
	}

	@PostMapping("/api/hand-overs")
	HandOver handOver(@RequestBody @Valid Conversation conversation) {
		HandOver summary = this.supportBot.generateObject(HandOver.class,
				(request) -> request.system(INSTRUCTIONS
						+ conversation.turns().stream().map(Turn::markdown).collect(Collectors.joining("\n", "\n", "")))
					.user(conversation.turns().stream().map(Turn::question).collect(Collectors.joining("\n"))))
			.object();
		return new HandOver(words(summary.topic()), words(summary.wants()), Orders.numberIn(summary.orderNumber()),
				summary.openQuestions().stream().map(HandOverController::words).toList(), summary.sentiment());
	}

	// A model that quotes leaves the name of the speaker before the words.
	private static String words(String text) {
		return text.startsWith(CUSTOMER) ? text.substring(CUSTOMER.length()) : text;
	}

	// The page explains it; the client has logged the details.
	@ExceptionHandler(InferenceKeyException.class)
	@ResponseStatus(HttpStatus.SERVICE_UNAVAILABLE)
	void unavailable() {
	}

	/**
	 * A conversation.
	 *
	 * @param turns its questions and answers, oldest first
	 */
	record Conversation(@NotEmpty @Size(max = 20) List<@Valid Turn> turns) {
	}

	/**
	 * A question and its answer.
	 *
	 * @param about the title of the passage that the answer rests on, if any
	 * @param question what the customer wrote
	 * @param answer what the desk answered
	 */
	record Turn(@Nullable @Size(max = 200) String about, @NotBlank @Size(max = 2000) String question,
			@Size(max = 4000) String answer) {

		String markdown() {
			return "## " + line((this.about != null) ? this.about : this.question) + "\n\n" + CUSTOMER
					+ sentence(this.question) + "\nDesk: " + sentence(this.answer) + "\n";
		}

		// What the customer says must not run into what the desk says.
		private static String sentence(String text) {
			String line = line(text);
			return line.matches(".*[\\p{L}\\p{N}]") ? line + "." : line;
		}

		private static String line(String text) {
			return text.strip().replaceAll("\\s+", " ");
		}

	}

}
