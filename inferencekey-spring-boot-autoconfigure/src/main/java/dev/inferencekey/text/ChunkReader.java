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

	private final StringBuilder partialText = new StringBuilder();

	private @Nullable ChunkFrame previous;

	private boolean complete;

	ChunkReader(Json json) {
		this.json = json;
	}

	@Override
	public TextChunk read(byte[] bytes, int from, int to) {
		ChunkFrame alike = this.previous;
		if (alike != null) {
			String text = alike.textOf(bytes, from, to);
			if (text != null) {
				this.partialText.append(text);
				return new TextChunk(text, null, null, alike);
			}
		}
		return parse(bytes, from, to);
	}

	private TextChunk parse(byte[] bytes, int from, int to) {
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
		this.partialText.append(text);
		return new TextChunk(text, fields.finishReason(), fields.usage(), frame);
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
