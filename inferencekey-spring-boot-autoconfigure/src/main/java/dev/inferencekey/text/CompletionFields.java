package dev.inferencekey.text;

import dev.inferencekey.operation.Json;
import dev.inferencekey.operation.Usage;
import dev.inferencekey.operation.UsageReader;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Collects the fields that a {@code chat.completion} and a {@code chat.completion.chunk}
 * have in common. Only the choice of index 0 counts.
 */
final class CompletionFields {

	private final String part;

	private boolean error;

	private boolean choices;

	private boolean choice;

	private int count;

	private @Nullable String model;

	private @Nullable String text;

	private @Nullable String finishReason;

	private @Nullable Usage usage;

	private long textOffset = -1;

	/**
	 * Create an instance.
	 * @param part what holds the text in a choice: {@code message} or {@code delta}
	 */
	CompletionFields(String part) {
		this.part = part;
	}

	void field(String name, JsonParser parser) {
		switch (name) {
			case "error" -> this.error |= parser.currentToken() != JsonToken.VALUE_NULL;
			case "model" -> this.model = string(parser);
			case "usage" -> this.usage = UsageReader.read(parser);
			case "choices" -> {
				this.choices = parser.currentToken() == JsonToken.START_ARRAY;
				Json.readElements(parser, this::choice);
			}
			default -> {
			}
		}
	}

	private void choice(JsonParser parser) {
		this.count++;
		Choice candidate = new Choice();
		Json.readFields(parser, candidate::field);
		if (candidate.index == 0 && !this.choice) {
			this.choice = true;
			this.text = candidate.content;
			this.textOffset = candidate.contentOffset;
			this.finishReason = candidate.finish;
		}
	}

	private static @Nullable String string(JsonParser parser) {
		return (parser.currentToken() == JsonToken.VALUE_STRING) ? parser.getString() : null;
	}

	boolean hasError() {
		return this.error;
	}

	boolean hasChoices() {
		return this.choices;
	}

	boolean hasChoice() {
		return this.choice;
	}

	boolean isOnlyChoice() {
		return this.count == 1;
	}

	@Nullable String model() {
		return this.model;
	}

	@Nullable String text() {
		return this.text;
	}

	@Nullable String finishReason() {
		return this.finishReason;
	}

	@Nullable Usage usage() {
		return this.usage;
	}

	/**
	 * Where the text begins, at its opening quote, counted from the start of the JSON.
	 * @return the offset in bytes, -1 when there is no text
	 */
	int textOffset() {
		return (int) this.textOffset;
	}

	private final class Choice {

		private int index;

		private @Nullable String content;

		private long contentOffset = -1;

		private @Nullable String finish;

		private void field(String name, JsonParser parser) {
			if (name.equals(CompletionFields.this.part)) {
				Json.readFields(parser, this::partField);
			}
			else if (name.equals("index") && parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
				this.index = parser.getIntValue();
			}
			else if (name.equals("finish_reason")) {
				// Some servers write an empty reason on every chunk. It is none, or a cut
				// stream would pass as complete.
				String reason = string(parser);
				this.finish = (reason != null && !reason.isBlank()) ? reason : null;
			}
		}

		private void partField(String name, JsonParser parser) {
			if (name.equals("content") && parser.currentToken() == JsonToken.VALUE_STRING) {
				this.contentOffset = parser.currentTokenLocation().getByteOffset();
				this.content = parser.getString();
			}
		}

	}

}
