package dev.inferencekey.operation;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads {@code usage} of any operation.
 */
public final class UsageReader {

	private int input;

	private int output;

	private int total = -1;

	private UsageReader() {
	}

	/**
	 * Read the object that the parser stands at.
	 * @param parser stands at the value of {@code usage}
	 * @return the usage, or {@code null} when the value is no object
	 */
	public static @Nullable Usage read(JsonParser parser) {
		if (parser.currentToken() != JsonToken.START_OBJECT) {
			return null;
		}
		UsageReader reader = new UsageReader();
		Json.readFields(parser, reader::field);
		int total = (reader.total >= 0) ? reader.total : reader.input + reader.output;
		return new Usage(reader.input, reader.output, total);
	}

	private void field(String name, JsonParser parser) {
		if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
			return;
		}
		switch (name) {
			case "prompt_tokens" -> this.input = parser.getIntValue();
			case "completion_tokens" -> this.output = parser.getIntValue();
			case "total_tokens" -> this.total = parser.getIntValue();
			default -> {
			}
		}
	}

}
