package dev.inferencekey.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import dev.inferencekey.operation.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON of a chunk. The frames of a stream are alike but for their text, so one frame
 * serves all chunks that differ from it in nothing else: each chunk costs its text and no
 * copy of its JSON, and the next frame is recognised by comparing arrays, which the JDK
 * does with vector instructions, instead of being parsed.
 */
final class ChunkFrame {

	private static final int NO_TEXT = -1;

	private final Json json;

	private final byte[] bytes;

	private final @Nullable String model;

	// The text without its quotes stands between these.
	private final int textFrom;

	private final int textTo;

	private ChunkFrame(Json json, byte[] bytes, @Nullable String model, int textFrom, int textTo) {
		this.json = json;
		this.bytes = bytes;
		this.model = model;
		this.textFrom = textFrom;
		this.textTo = textTo;
	}

	/**
	 * Keep a frame that was read.
	 * @param json how JSON is read
	 * @param bytes a copy of the frame
	 * @param fields what was read of it
	 * @return the frame
	 */
	static ChunkFrame of(Json json, byte[] bytes, CompletionFields fields) {
		String text = fields.text();
		int from = fields.textOffset() + 1;
		if (text == null || from <= 0 || !fields.isOnlyChoice() || fields.finishReason() != null
				|| fields.usage() != null) {
			return new ChunkFrame(json, bytes, fields.model(), NO_TEXT, NO_TEXT);
		}
		byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
		int to = from + utf8.length;
		// Where the text does not stand as it is, it has escapes, and no place to
		// compare.
		boolean plain = to < bytes.length && bytes[from - 1] == '"' && bytes[to] == '"'
				&& Arrays.equals(bytes, from, to, utf8, 0, utf8.length);
		return plain ? new ChunkFrame(json, bytes, fields.model(), from, to)
				: new ChunkFrame(json, bytes, fields.model(), NO_TEXT, NO_TEXT);
	}

	/**
	 * Whether {@link #textOf} can recognise other frames.
	 * @return {@code true} when this frame has a text in a known place
	 */
	boolean servesOthers() {
		return this.textFrom != NO_TEXT;
	}

	@Nullable String model() {
		return this.model;
	}

	/**
	 * The text of another frame, if that is like this one in all else.
	 * @param other holds the other frame
	 * @param from where it begins
	 * @param to where it ends, exclusive
	 * @return the text, or {@code null} when the other frame must be parsed
	 */
	@Nullable String textOf(byte[] other, int from, int to) {
		if (this.textFrom == NO_TEXT) {
			return null;
		}
		int start = from + this.textFrom;
		int end = to - (this.bytes.length - this.textTo);
		if (start > end || !Arrays.equals(other, from, start, this.bytes, 0, this.textFrom)
				|| !Arrays.equals(other, end, to, this.bytes, this.textTo, this.bytes.length)) {
			return null;
		}
		for (int i = start; i < end; i++) {
			byte b = other[i];
			// A quote would end the text, a backslash begin an escape; a control
			// character
			// is no JSON, and what is not ASCII is left to the parser to check.
			if (b == '"' || b == '\\' || b < ' ') {
				return null;
			}
		}
		return new String(other, start, end - start, StandardCharsets.ISO_8859_1);
	}

	/**
	 * The JSON of a chunk that this frame serves.
	 * @param text the text of the chunk
	 * @return a new tree
	 */
	JsonNode raw(String text) {
		JsonNode tree = this.json.tree(this.bytes);
		if (this.textFrom != NO_TEXT && tree.at("/choices/0/delta") instanceof ObjectNode delta) {
			delta.put("content", text);
		}
		return tree;
	}

}
