package dev.inferencekey.text;

import dev.inferencekey.operation.Usage;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A piece of text, as it is generated. Every frame of the stream is one chunk, also those
 * that carry no text: the first often names only the role, the last only the reason why
 * the text ends. A frame that has nothing but the usage belongs to the chunk before it.
 */
public final class TextChunk {

	private final String text;

	private final @Nullable String finishReason;

	private final @Nullable Usage usage;

	private final ChunkFrame frame;

	private final @Nullable ChunkFrame usageFrame;

	TextChunk(String text, @Nullable String finishReason, @Nullable Usage usage, ChunkFrame frame) {
		this(text, finishReason, usage, frame, null);
	}

	private TextChunk(String text, @Nullable String finishReason, @Nullable Usage usage, ChunkFrame frame,
			@Nullable ChunkFrame usageFrame) {
		this.text = text;
		this.finishReason = finishReason;
		this.usage = usage;
		this.frame = frame;
		this.usageFrame = usageFrame;
	}

	/**
	 * The same chunk with the usage that came in a frame of its own.
	 * @param other the chunk of that frame
	 * @return a new chunk
	 */
	TextChunk withUsageOf(TextChunk other) {
		return new TextChunk(this.text, this.finishReason, other.usage, this.frame, other.frame);
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
	 * The whole frame, parsed when it is asked for. If the usage came in a frame of its
	 * own, its {@code usage} is part of it.
	 * @return the JSON of the frame
	 */
	public JsonNode raw() {
		JsonNode raw = this.frame.raw(this.text);
		if (this.usageFrame != null && raw instanceof ObjectNode object) {
			object.set("usage", this.usageFrame.raw("").path("usage"));
		}
		return raw;
	}

	@Override
	public String toString() {
		return "TextChunk[" + this.text.length() + " characters, finishReason=" + this.finishReason + ", usage="
				+ this.usage + "]";
	}

}
