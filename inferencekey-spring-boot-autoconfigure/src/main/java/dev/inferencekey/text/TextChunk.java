package dev.inferencekey.text;

import dev.inferencekey.operation.Usage;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A piece of text, as it is generated. Every frame of the stream is one chunk, also those
 * that carry no text: the first often names only the role, the last only the reason why
 * the text ends.
 */
public final class TextChunk {

	private final String text;

	private final @Nullable String finishReason;

	private final @Nullable Usage usage;

	private final ChunkFrame frame;

	TextChunk(String text, @Nullable String finishReason, @Nullable Usage usage, ChunkFrame frame) {
		this.text = text;
		this.finishReason = finishReason;
		this.usage = usage;
		this.frame = frame;
	}

	/**
	 * The piece of text.
	 * @return the text, possibly empty
	 */
	public String text() {
		return this.text;
	}

	/**
	 * Why the text ends.
	 * @return the reason on the chunk that ends the text, {@code null} on all others
	 */
	public @Nullable String finishReason() {
		return this.finishReason;
	}

	/**
	 * What the call cost.
	 * @return the tokens on the chunk that the server counts them in, {@code null} on all
	 * others
	 */
	public @Nullable Usage usage() {
		return this.usage;
	}

	/**
	 * The model that answers.
	 * @return the model, or {@code null} when the frame does not say
	 */
	public @Nullable String model() {
		return this.frame.model();
	}

	/**
	 * The whole frame, parsed when it is asked for.
	 * @return the JSON of the frame
	 */
	public JsonNode raw() {
		return this.frame.raw(this.text);
	}

	@Override
	public String toString() {
		return "TextChunk[" + this.text.length() + " characters, finishReason=" + this.finishReason + ", usage="
				+ this.usage + "]";
	}

}
