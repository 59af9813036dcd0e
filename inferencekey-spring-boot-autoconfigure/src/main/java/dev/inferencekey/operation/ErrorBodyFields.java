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

package dev.inferencekey.operation;

import java.util.Objects;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Collects what the shapes of errors have in common. Anything may stand at the top, below
 * {@code error}, in the first of {@code errors}, or below the {@code error} of a choice;
 * FastAPI says {@code detail}. What stands further in counts before what stands further
 * out, whichever comes first, and of equals the first counts.
 */
final class ErrorBodyFields {

	// An error in an error in an error is nonsense.
	private static final int DEEPEST = 8;

	private final Found code = new Found();

	private final Found type = new Found();

	private final Found message = new Found();

	private final Found status = new Found();

	private int depth;

	void field(String name, JsonParser parser) {
		switch (name) {
			case "error" -> deeper(parser, this::error);
			case "errors" -> deeper(parser, this::problems);
			case "choices" -> Json.readElements(parser, (choice) -> Json.readFields(choice, this::choice));
			case "code", "error_code" -> code(parser);
			case "status", "status_code" -> this.status.offer(status(parser), this.depth);
			case "type" -> this.type.offer(scalar(parser), this.depth);
			case "message" -> text(parser);
			case "error_msg", "msg" -> this.message.offer(scalar(parser), this.depth);
			case "detail" -> detail(parser);
			default -> {
			}
		}
	}

	private void choice(String name, JsonParser parser) {
		switch (name) {
			case "error" -> deeper(parser, this::error);
			case "delta", "message" -> Json.readFields(parser, this::choice);
			case "finish_reason" -> {
				// Without an error of its own, it is all that is said.
				String reason = scalar(parser);
				this.code.offer("error".equalsIgnoreCase(reason) ? reason : null, 0);
			}
			default -> {
			}
		}
	}

	private void deeper(JsonParser parser, Consumer<JsonParser> reading) {
		if (this.depth < DEEPEST) {
			this.depth++;
			reading.accept(parser);
			this.depth--;
		}
	}

	private void error(JsonParser parser) {
		String text = scalar(parser);
		if (parser.currentToken() == JsonToken.START_ARRAY) {
			problems(parser);
		}
		else if (text == null) {
			Json.readFields(parser, this::field);
		}
		else if (ErrorBody.isWord(text)) {
			// Either a code, as the platform's own client parses it, or a sentence.
			this.code.offer(text, this.depth);
		}
		else {
			this.message.offer(text, this.depth);
		}
	}

	private void problems(JsonParser parser) {
		Json.readElements(parser, (problem) -> {
			this.message.offer(scalar(problem), this.depth);
			Json.readFields(problem, this::field);
		});
	}

	private void code(JsonParser parser) {
		this.status.offer(status(parser), this.depth);
		this.code.offer(scalar(parser), this.depth);
	}

	static @Nullable String status(JsonParser parser) {
		String number = scalar(parser);
		return (number != null && number.matches("[45]\\d\\d")) ? number : null;
	}

	private void text(JsonParser parser) {
		this.message.offer(scalar(parser), this.depth);
		deeper(parser, (inner) -> Json.readFields(inner, this::field));
	}

	private static @Nullable String scalar(JsonParser parser) {
		boolean scalar = parser.currentToken() == JsonToken.VALUE_STRING
				|| parser.currentToken() == JsonToken.VALUE_NUMBER_INT;
		return scalar ? parser.getString() : null;
	}

	private void detail(JsonParser parser) {
		if (parser.currentToken() != JsonToken.START_ARRAY) {
			text(parser);
			return;
		}
		StringBuilder problems = new StringBuilder();
		Json.readElements(parser, (element) -> {
			Location location = new Location();
			location.problem = Objects.requireNonNullElse(scalar(element), "");
			Json.readFields(element, location::field);
			problems.append(problems.isEmpty() ? "" : "; ").append(location);
		});
		this.message.offer(problems.toString(), this.depth);
	}

	ErrorBody toErrorBody() {
		String number = this.status.text;
		// A status in place of a code says less than the kind of error.
		String known = (this.code.text != null && this.code.text.matches("[1-5]\\d\\d") && this.type.text != null)
				? null : this.code.text;
		return ErrorBody.of(known, this.type.text, Objects.requireNonNullElse(this.message.text, ""),
				(number != null) ? Integer.parseInt(number) : 0);
	}

	/**
	 * The best value so far.
	 */
	private static final class Found {

		private @Nullable String text;

		private int depth = -1;

		private void offer(@Nullable String value, int at) {
			if (value != null && !value.isBlank() && at > this.depth) {
				this.text = value;
				this.depth = at;
			}
		}

	}

	/**
	 * One element of FastAPI's list of problems.
	 */
	private static final class Location {

		private final StringBuilder path = new StringBuilder();

		private String problem = "";

		private void field(String name, JsonParser parser) {
			if (name.equals("loc")) {
				Json.readElements(parser,
						(element) -> this.path.append(this.path.isEmpty() ? "" : ".").append(element.getString()));
			}
			else if (name.equals("msg") && parser.currentToken() == JsonToken.VALUE_STRING) {
				this.problem = parser.getString();
			}
		}

		@Override
		public String toString() {
			return this.path.isEmpty() ? this.problem : this.path + ": " + this.problem;
		}

	}

}
