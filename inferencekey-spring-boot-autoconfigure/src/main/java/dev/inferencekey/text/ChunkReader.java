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

	private final Json json;

	private final TextAccumulator accumulator;

	private @Nullable Alike alike;

	private boolean finished;

	private @Nullable TextChunk held;

	/**
	 * Create a reader.
	 * @param json how JSON is read
	 * @param accumulator is given everything that is read
	 */
	ChunkReader(Json json, TextAccumulator accumulator) {
		this.json = json;
		this.accumulator = accumulator;
		accumulator.clear();
	}

	@Override
	public Operation.@Nullable Recogniser<TextChunk> recogniser() {
		return this.alike;
	}

	@Override
	public @Nullable TextChunk read(byte[] bytes, int from, int to) {
		Alike known = this.alike;
		return (known != null && known.end(bytes, from, to) == to) ? known.read(bytes, from, to)
				: parse(bytes, from, to);
	}

	/**
	 * Reads the chunks that differ from an earlier one in nothing but their text.
	 */
	private final class Alike implements Operation.Recogniser<TextChunk> {

		private final ChunkFrame frame;

		private Alike(ChunkFrame frame) {
			this.frame = frame;
		}

		@Override
		public int end(byte[] bytes, int from, int limit) {
			return this.frame.recognise(bytes, from, limit);
		}

		@Override
		public @Nullable TextChunk read(byte[] bytes, int from, int to) {
			String text = this.frame.text(bytes, from, to);
			ChunkReader.this.accumulator.append(text);
			TextChunk chunk = new TextChunk(text, null, null, this.frame);
			return (ChunkReader.this.held != null) ? replaceHeld(chunk) : chunk;
		}

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
			this.alike = new Alike(frame);
		}
		this.finished |= fields.finishReason() != null;
		String text = fields.text();
		if (text == null) {
			text = "";
		}
		this.accumulator.append(text);
		TextChunk chunk = new TextChunk(text, fields.finishReason(), fields.usage(), frame);
		this.accumulator.note(chunk);
		TextChunk last = this.held;
		if (last != null) {
			if (!fields.hasChoice() && fields.usage() != null) {
				this.held = null;
				return last.withUsageOf(chunk);
			}
			return replaceHeld(chunk);
		}
		if (this.finished && !fields.hasChoice() && fields.usage() != null) {
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
	public boolean isComplete(boolean terminated) {
		return this.finished || terminated;
	}

	@Override
	public String partialText() {
		return this.accumulator.text();
	}

}
