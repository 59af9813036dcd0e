package dev.inferencekey.operation;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * What a server says when it refuses: the shapes of the wire contract, section "Errors",
 * read into one.
 *
 * @param code the error code, {@code null} when the body names none
 * @param message the error message on one line, possibly empty; it may quote the key
 */
public record ErrorBody(@Nullable String code, String message) {

	// What is read of an error; the rest says nothing new.
	private static final int MAX_BYTES = 16 * 1024;

	// Markup is removed by patterns that are slow on nonsense.
	private static final int MAX_MARKUP = 4096;

	// What wraps a word where nobody sees it; a key with a gap would not be recognised.
	private static final Pattern INVISIBLE = Pattern.compile("\\p{Cf}+");

	private static final Pattern NOT_PRINTABLE = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029\\s]+");

	private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_.:-]{1,64}");

	/**
	 * Create an error of which the message is fit for a log line.
	 * @param code the error code, dropped when it is no code
	 * @param message the message as the server wrote it
	 */
	public ErrorBody {
		code = (code != null && CODE.matcher(code).matches()) ? code : null;
		String visible = INVISIBLE.matcher(message).replaceAll("");
		message = NOT_PRINTABLE.matcher(visible).replaceAll(" ").strip();
	}

	/**
	 * Read a body of any shape.
	 * @param json how JSON is read
	 * @param bytes holds the body, or its beginning
	 * @param from where it begins
	 * @param to where it ends, exclusive
	 * @return the error; text that is no JSON becomes the message, HTML loses its tags
	 */
	public static ErrorBody parse(Json json, byte[] bytes, int from, int to) {
		Fields fields = new Fields();
		try {
			json.readObject(bytes, from, to, fields::field);
		}
		catch (UnreadableResponseException ex) {
			return new ErrorBody(null,
					plainText(new String(bytes, from, Math.min(to - from, MAX_BYTES), StandardCharsets.UTF_8)));
		}
		return fields.toErrorBody();
	}

	// A key that is cut in two would not be recognised as one.
	private static String wholeWords(String text) {
		int end = text.length();
		while (end > 0 && !Character.isWhitespace(text.charAt(end - 1))) {
			end--;
		}
		return text.substring(0, end);
	}

	private static String plainText(String text) {
		if (!text.stripLeading().startsWith("<")) {
			return text;
		}
		String markup = (text.length() > MAX_MARKUP) ? wholeWords(text.substring(0, MAX_MARKUP)) : text;
		// Only what begins a new line is a gap; other tags may stand inside a word, and a
		// key with a gap in it would not be recognised.
		return markup.replaceAll("(?s)<(script|style|head)\\b.*?</\\1>", " ")
			.replaceAll("(?i)</?(p|div|h[1-6]|li|ul|ol|td|tr|th|table|title|body|html|center|hr|pre)\\b[^>]*>", " ")
			.replaceAll("<[^>]*>", "");
	}

	/**
	 * Collects what the shapes have in common. Anything may stand at the top or below
	 * {@code error}; FastAPI says {@code detail}.
	 */
	private static final class Fields {

		private @Nullable String code;

		private @Nullable String type;

		private @Nullable String message;

		private void field(String name, JsonParser parser) {
			switch (name) {
				case "error" -> error(parser);
				case "detail" -> detail(parser);
				default -> inner(name, parser);
			}
		}

		private void error(JsonParser parser) {
			if (parser.currentToken() == JsonToken.VALUE_STRING) {
				String text = parser.getString();
				// Either a code, as the platform's own client parses it, or a sentence.
				if (CODE.matcher(text).matches()) {
					this.code = text;
				}
				else {
					this.message = text;
				}
			}
			else {
				Json.readFields(parser, this::inner);
			}
		}

		private void inner(String name, JsonParser parser) {
			boolean scalar = parser.currentToken() == JsonToken.VALUE_STRING
					|| parser.currentToken() == JsonToken.VALUE_NUMBER_INT;
			if (!scalar) {
				return;
			}
			switch (name) {
				case "code" -> this.code = parser.getString();
				case "type" -> this.type = parser.getString();
				case "message" -> this.message = parser.getString();
				default -> {
				}
			}
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
				Json.readFields(element, location::field);
				problems.append(problems.isEmpty() ? "" : "; ").append(location);
			});
			this.message = problems.toString();
		}

		private ErrorBody toErrorBody() {
			String effectiveCode = (this.code != null) ? this.code : this.type;
			String effectiveMessage = (this.message != null) ? this.message : "";
			return new ErrorBody(effectiveCode, effectiveMessage);
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
