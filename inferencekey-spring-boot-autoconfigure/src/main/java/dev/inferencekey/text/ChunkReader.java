package dev.inferencekey.text;

import java.util.Arrays;

import dev.inferencekey.operation.ErrorBody;
import dev.inferencekey.operation.ErrorFrameException;
import dev.inferencekey.operation.Json;
import dev.inferencekey.operation.Operation;
import dev.inferencekey.operation.UnreadableResponseException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code chat.completion.chunk} frames of one stream.
 */
final class ChunkReader implements Operation.Reader<TextChunk> {

	/**
	 * The longest text of a stream, which bounds what an endless one can make this hold.
	 */
	static final int MAX_TEXT = 64 * 1024 * 1024;

	private final Json json;

	private final StringBuilder partialText = new StringBuilder();

	private @Nullable ChunkFrame previous;

	private boolean complete;

	private @Nullable TextChunk held;

	private int recognisedFrom;

	private int recognisedTo = -1;

	ChunkReader(Json json) {
		this.json = json;
	}

	@Override
	public @Nullable TextChunk read(byte[] bytes, int from, int to) {
		ChunkFrame alike = this.previous;
		if (alike != null && (isRecognised(from, to) || alike.recognise(bytes, from, to) == to)) {
			String text = alike.text(bytes, from, to);
			append(text);
			TextChunk chunk = new TextChunk(text, null, null, alike);
			return (this.held != null) ? replaceHeld(chunk) : chunk;
		}
		return parse(bytes, from, to);
	}

	private void append(String text) {
		if (this.partialText.length() + text.length() > MAX_TEXT) {
			throw new UnreadableResponseException("the text of a stream is longer than " + MAX_TEXT + " characters");
		}
		this.partialText.append(text);
	}

	@Override
	public int recognise(byte[] bytes, int from, int limit) {
		ChunkFrame alike = this.previous;
		this.recognisedFrom = from;
		this.recognisedTo = (alike != null) ? alike.recognise(bytes, from, limit) : -1;
		return this.recognisedTo;
	}

	// Holds for the next frame only, and only where it stood: bytes that were moved, or
	// joined from several lines, begin elsewhere.
	private boolean isRecognised(int from, int to) {
		boolean known = from == this.recognisedFrom && to == this.recognisedTo;
		this.recognisedTo = -1;
		return known;
	}

	private @Nullable TextChunk parse(byte[] bytes, int from, int to) {
		CompletionFields fields = new CompletionFields("delta");
		this.json.readObject(bytes, from, to, fields::field);
		if (fields.hasError()) {
			throw new ErrorFrameException(ErrorBody.parse(this.json, bytes, from, to));
		}
		if (!fields.hasChoices()) {
			throw new UnreadableResponseException("a frame has no choices");
		}
		ChunkFrame frame = ChunkFrame.of(this.json, Arrays.copyOfRange(bytes, from, to), fields);
		if (frame.servesOthers()) {
			this.previous = frame;
		}
		this.complete |= fields.finishReason() != null;
		String text = fields.text();
		if (text == null) {
			text = "";
		}
		append(text);
		TextChunk chunk = new TextChunk(text, fields.finishReason(), fields.usage(), frame);
		TextChunk last = this.held;
		if (last != null) {
			if (!fields.hasChoice() && fields.usage() != null) {
				this.held = null;
				return last.withUsageOf(chunk);
			}
			return replaceHeld(chunk);
		}
		if (this.complete && !fields.hasChoice() && fields.usage() != null) {
			// Some engines count in every chunk, and once more at the end.
			return null;
		}
		if (fields.finishReason() != null && fields.usage() == null) {
			// What the call cost often comes in one more frame, which is no chunk.
			this.held = chunk;
			return null;
		}
		return chunk;
	}

	// A stream that goes on after its finish reason keeps its order.
	private @Nullable TextChunk replaceHeld(TextChunk chunk) {
		TextChunk last = this.held;
		this.held = chunk;
		return last;
	}

	@Override
	public @Nullable TextChunk rest() {
		TextChunk last = this.held;
		this.held = null;
		return last;
	}

	@Override
	public boolean complete() {
		return this.complete;
	}

	@Override
	public String partialText() {
		return this.partialText.toString();
	}

}
