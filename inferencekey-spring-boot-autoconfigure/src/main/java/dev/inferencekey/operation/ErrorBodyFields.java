package dev.inferencekey.operation;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Collects what the shapes of errors have in common. Anything may stand at the top, below
 * {@code error}, in the first of {@code errors}, or below the {@code error} of a choice;
 * FastAPI says {@code detail}. What stands further out never replaces what was found
 * further in.
 */
final class ErrorBodyFields {

	private @Nullable String code;

	private @Nullable String type;

	private @Nullable String message;

	private int status;

	void field(String name, JsonParser parser) {
		switch (name) {
			case "error" -> error(parser);
			case "errors" -> Json.readElements(parser, this::problem);
			case "choices" -> Json.readElements(parser, (choice) -> Json.readFields(choice, (key, value) -> {
				if (key.equals("error")) {
					error(value);
				}
			}));
			case "detail" -> detail(parser);
			case "error_msg" -> text(parser);
			default -> inner(name, parser);
		}
	}

	private void error(JsonParser parser) {
		if (parser.currentToken() == JsonToken.VALUE_STRING) {
			String text = parser.getString();
			// Either a code, as the platform's own client parses it, or a sentence.
			if (ErrorBody.isWord(text)) {
				this.code = text;
			}
			else {
				this.message = text;
			}
		}
		else {
			problem(parser);
		}
	}

	private void problem(JsonParser parser) {
		if (parser.currentToken() == JsonToken.VALUE_STRING && this.message == null) {
			this.message = parser.getString();
			return;
		}
		Json.readFields(parser, this::inner);
	}

	private void inner(String name, JsonParser parser) {
		switch (name) {
			case "code" -> code(parser);
			case "status", "status_code" -> status(parser);
			case "type" -> this.type = scalar(parser, this.type);
			case "message" -> message(parser);
			case "detail" -> detail(parser);
			default -> {
			}
		}
	}

	private void code(JsonParser parser) {
		status(parser);
		this.code = scalar(parser, this.code);
	}

	private void status(JsonParser parser) {
		String number = scalar(parser, null);
		if (number != null && number.matches("[45]\\d\\d")) {
			this.status = Integer.parseInt(number);
		}
	}

	private void message(JsonParser parser) {
		if (parser.currentToken() == JsonToken.START_OBJECT) {
			Json.readFields(parser, this::inner);
			return;
		}
		text(parser);
	}

	private void text(JsonParser parser) {
		this.message = scalar(parser, this.message);
	}

	private static @Nullable String scalar(JsonParser parser, @Nullable String otherwise) {
		boolean scalar = parser.currentToken() == JsonToken.VALUE_STRING
				|| parser.currentToken() == JsonToken.VALUE_NUMBER_INT;
		return scalar ? parser.getString() : otherwise;
	}

	private void detail(JsonParser parser) {
		if (parser.currentToken() == JsonToken.VALUE_STRING) {
			this.message = parser.getString();
			return;
		}
		if (parser.currentToken() == JsonToken.START_OBJECT) {
			Json.readFields(parser, this::inner);
			return;
		}
		StringBuilder problems = new StringBuilder();
		Json.readElements(parser, (element) -> {
			Location location = new Location();
			if (element.currentToken() == JsonToken.VALUE_STRING) {
				location.problem = element.getString();
			}
			Json.readFields(element, location::field);
			problems.append(problems.isEmpty() ? "" : "; ").append(location);
		});
		if (!problems.isEmpty()) {
			this.message = problems.toString();
		}
	}

	ErrorBody toErrorBody() {
		// A number that repeats the status says less than the kind of error.
		boolean telling = this.code != null && !(this.code.matches("\\d+") && this.type != null);
		return ErrorBody.of(telling ? this.code : null, this.type, (this.message != null) ? this.message : "",
				this.status);
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
