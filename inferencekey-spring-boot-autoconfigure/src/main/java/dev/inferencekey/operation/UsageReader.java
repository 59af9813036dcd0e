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
		long sum = (long) reader.input + reader.output;
		int total = (reader.total >= 0) ? reader.total : (int) Math.min(sum, Integer.MAX_VALUE);
		return new Usage(reader.input, reader.output, total);
	}

	private void field(String name, JsonParser parser) {
		switch (name) {
			case "prompt_tokens" -> this.input = count(parser);
			case "completion_tokens" -> this.output = count(parser);
			case "total_tokens" -> this.total = count(parser);
			default -> {
			}
		}
	}

	// A count that makes no sense is no reason to fail a call that was answered.
	private static int count(JsonParser parser) {
		double count = parser.currentToken().isNumeric() ? parser.getDoubleValue() : 0;
		return (count >= 0 && count <= Integer.MAX_VALUE) ? (int) count : 0;
	}

}
