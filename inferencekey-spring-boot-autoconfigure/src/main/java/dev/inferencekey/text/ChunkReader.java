/*
 * Copyright 2026 the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

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

	private final StreamEnd end;

	private final SurrogateJoiner surrogates = new SurrogateJoiner();

	private @Nullable Alike alike;

	private @Nullable TextChunk held;

	/**
	 * Create a reader.
	 * @param json how JSON is read
	 * @param accumulator is given everything that is read
	 * @param requireFinishReason whether {@code [DONE]} alone does not complete a stream
	 * whose frames have the field {@code finish_reason}
	 */
	ChunkReader(Json json, TextAccumulator accumulator, boolean requireFinishReason) {
		this.json = json;
		this.accumulator = accumulator;
		this.end = new StreamEnd(requireFinishReason);
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
			String text = ChunkReader.this.surrogates.join(this.frame.text(bytes, from, to));
			ChunkReader.this.accumulator.append(text);
			ChunkReader.this.end.text(!text.isEmpty());
			TextChunk chunk = new TextChunk(text, null, null, this.frame);
			return (ChunkReader.this.held != null) ? hold(chunk) : chunk;
		}

	}

	private @Nullable TextChunk parse(byte[] bytes, int from, int to) {
		if (isHeartbeat(bytes, from, to)) {
			return null;
		}
		CompletionFields fields = new CompletionFields();
		try {
			this.json.readObject(bytes, from, to, fields::field);
		}
		catch (UnreadableResponseException ex) {
			if (this.end.isFinished()) {
				// The answer is complete; what follows it does not matter.
				return null;
			}
			throw ex;
		}
		if (fields.hasError()) {
			throw new ErrorFrameException(ErrorBody.parse(this.json, bytes, from, to));
		}
		if (!fields.hasChoices() && fields.usage() == null) {
			// A named ping, timings, or the like.
			return null;
		}
		return chunk(fields, Arrays.copyOfRange(bytes, from, to));
	}

	// Nothing, null, or another value that is not an object.
	private static boolean isHeartbeat(byte[] bytes, int from, int to) {
		int start = from;
		while (start < to && bytes[start] <= ' ' && bytes[start] >= 0) {
			start++;
		}
		return start == to || (to - start >= 4 && bytes[start] == 'n' && bytes[start + 1] == 'u'
				&& bytes[start + 2] == 'l' && bytes[start + 3] == 'l');
	}

	private @Nullable TextChunk chunk(CompletionFields fields, byte[] bytes) {
		ChunkFrame frame = ChunkFrame.of(this.json, bytes, fields);
		if (frame.servesOthers()) {
			this.alike = new Alike(frame);
		}
		String read = fields.text();
		String text = (read != null) ? this.surrogates.join(read) : "";
		this.accumulator.append(text);
		TextChunk chunk = new TextChunk(text, fields.finishReason(), fields.usage(), frame)
			.withReasoning(fields.reasoning());
		this.accumulator.note(chunk);
		boolean wasFinished = this.end.isFinished();
		this.end.frame(fields, !text.isEmpty());
		boolean empty = text.isEmpty() && chunk.reasoning().isEmpty() && chunk.finishReason() == null;
		if (wasFinished && empty && (fields.usage() != null || !fields.saysAnything())) {
			return afterTheEnd(chunk);
		}
		if (chunk.finishReason() != null && chunk.usage() == null) {
			// What the call cost often comes in one more frame, which is not a chunk.
			return hold(chunk);
		}
		return (this.held != null) ? hold(chunk) : chunk;
	}

	// What comes after the finish reason, such as the usage, belongs to the last chunk.
	// Some engines count in every chunk, and once more at the end.
	private @Nullable TextChunk afterTheEnd(TextChunk chunk) {
		TextChunk last = this.held;
		if (last != null && chunk.usage() != null) {
			this.held = null;
			return last.withUsageOf(chunk);
		}
		return null;
	}

	// A stream that goes on after a finish reason keeps its order, and that reason was
	// none.
	private @Nullable TextChunk hold(TextChunk chunk) {
		TextChunk last = this.held;
		this.held = chunk;
		return (last != null) ? last.withoutFinishReason() : null;
	}

	@Override
	public @Nullable TextChunk rest() {
		TextChunk last = this.held;
		this.held = null;
		return last;
	}

	@Override
	public boolean isComplete(boolean terminated) {
		return this.end.isComplete(terminated);
	}

	@Override
	public String partialText() {
		return this.accumulator.text();
	}

}
