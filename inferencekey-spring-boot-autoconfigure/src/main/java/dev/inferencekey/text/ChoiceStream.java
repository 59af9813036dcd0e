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

import java.util.List;

import dev.inferencekey.operation.Usage;
import org.jspecify.annotations.Nullable;

/**
 * What is kept back of one choice of a stream until more of it has come.
 */
final class ChoiceStream {

	private final int index;

	private final TextAccumulator accumulator;

	private final ToolCallAssembler toolCalls;

	private final @Nullable ThinkTags thinkTags;

	private final SurrogateJoiner surrogates = new SurrogateJoiner();

	private final SurrogateJoiner reasoningSurrogates = new SurrogateJoiner();

	private final StreamEnd end = new StreamEnd();

	private @Nullable TextChunk held;

	// The last that was said.
	private @Nullable String finishReason;

	/**
	 * Start to read a choice.
	 * @param index the index of the choice
	 * @param accumulator is given everything that is read
	 * @param toolCalls puts the calls of all choices together
	 * @param thinkTags how the text is split from reasoning, {@code null} not to split it
	 */
	ChoiceStream(int index, TextAccumulator accumulator, ToolCallAssembler toolCalls, @Nullable ThinkTags thinkTags) {
		this.index = index;
		this.accumulator = accumulator;
		this.toolCalls = toolCalls;
		this.thinkTags = thinkTags;
	}

	int index() {
		return this.index;
	}

	StreamEnd end() {
		return this.end;
	}

	/**
	 * Whether frames cannot be told by themselves: their text may turn out to be
	 * reasoning, half a character waits for the other, or a finish reason was given.
	 * @return {@code true} if so
	 */
	boolean isKeepingBack() {
		return this.end.isFinished() || this.surrogates.hasHalf() || this.reasoningSurrogates.hasHalf()
				|| (this.thinkTags != null && !this.thinkTags.isDone());
	}

	/**
	 * Read a frame that was recognised, while nothing is kept back.
	 * @param template has recognised it
	 * @param bytes holds the frame
	 * @param from where it begins
	 * @param to where it ends, exclusive
	 * @return the chunk to hand on
	 */
	TextChunk recognised(ChunkTemplate template, byte[] bytes, int from, int to) {
		String text = template.text(bytes);
		if (template.isTextOnly()) {
			this.end.text(!text.isEmpty());
			TextChunk chunk = new TextChunk(text, template.frame(bytes, from, to), ChunkDetails.NONE);
			this.accumulator.addText(chunk);
			return chunk;
		}
		String reasoning = template.reasoning(bytes);
		Usage usage = template.usage();
		ToolCallFragment fragment = template.toolCall(bytes);
		List<ToolCall> calls = (fragment != null) ? this.toolCalls.add(this.index, fragment) : List.of();
		this.end.text(!text.isEmpty() || !reasoning.isEmpty() || !calls.isEmpty());
		// As with most fragments of a tool call, which say nothing to be handed on yet.
		boolean plain = this.index == 0 && reasoning.isEmpty() && calls.isEmpty() && usage == null;
		ChunkDetails details = plain ? ChunkDetails.NONE
				: new ChunkDetails(this.index, reasoning, "", calls, List.of(), null, usage, null);
		TextChunk chunk = new TextChunk(text, template.frame(bytes, from, to), details);
		this.accumulator.add(chunk);
		return chunk;
	}

	/**
	 * Read what a frame says of the choice.
	 * @param said what it says
	 * @param usage what the call cost, if this is the chunk to tell it
	 * @param frame the frame
	 * @return the chunk to hand on, {@code null} for none yet
	 */
	@Nullable TextChunk read(ChoiceFields said, @Nullable Usage usage, ChunkFrame frame) {
		boolean over = this.end.isFinished() && said.isEmpty();
		this.end.frame(said);
		this.finishReason = (said.finishReason() != null) ? said.finishReason() : this.finishReason;
		ThinkTags.Split split = split(this.surrogates.join(orEmpty(said.text())));
		TextChunk chunk = new TextChunk(split.text(), frame, new ChunkDetails(this.index,
				this.reasoningSurrogates.join(orEmpty(said.reasoning())) + split.reasoning(), orEmpty(said.refusal()),
				this.toolCalls.add(this.index, said.toolCalls()), said.logprobs(), said.finishReason(), usage, null));
		this.accumulator.add(chunk);
		if (over) {
			tellUsage(usage, frame);
			return null;
		}
		return pass(chunk);
	}

	private ThinkTags.Split split(String text) {
		return (this.thinkTags != null) ? this.thinkTags.next(text) : new ThinkTags.Split("", text);
	}

	private static String orEmpty(@Nullable String text) {
		return (text != null) ? text : "";
	}

	// What the call cost often comes in one more frame, which is not a chunk. A stream
	// that goes on after a finish reason keeps its order, and that reason was none.
	private @Nullable TextChunk pass(TextChunk chunk) {
		TextChunk earlier = this.held;
		boolean ends = chunk.finishReason() != null;
		if (earlier == null && !(ends && (chunk.usage() == null || this.toolCalls.isOpen(this.index)))) {
			return ends ? withRest(chunk) : chunk;
		}
		this.held = chunk;
		return (earlier != null) ? earlier.withFinishReason(null) : null;
	}

	/**
	 * Add to the last chunk what came after it.
	 * @param usage what the call cost
	 * @param frame where it stands
	 * @return {@code false} if the last chunk is not here any more
	 */
	boolean tellUsage(@Nullable Usage usage, ChunkFrame frame) {
		if (this.held != null && usage != null) {
			this.held = this.held.withUsage(usage, frame);
		}
		return this.held != null;
	}

	/**
	 * What was kept back, at the end of the stream.
	 * @return the last chunk, {@code null} if it was handed on already
	 */
	@Nullable TextChunk rest() {
		TextChunk last = this.held;
		this.held = null;
		if (last != null && last.finishReason() == null) {
			last = last.withFinishReason(this.finishReason);
		}
		TextChunk empty = TextChunk.empty(this.index);
		TextChunk chunk = withRest((last != null) ? last : empty);
		return (chunk != empty) ? chunk : null;
	}

	private TextChunk withRest(TextChunk last) {
		ThinkTags.Split half = split(this.surrogates.rest());
		ThinkTags.Split rest = (this.thinkTags != null) ? this.thinkTags.rest() : new ThinkTags.Split("", "");
		String text = half.text() + rest.text();
		String reasoning = this.reasoningSurrogates.rest() + half.reasoning() + rest.reasoning();
		List<ToolCall> calls = this.toolCalls.rest(this.index);
		if (text.isEmpty() && reasoning.isEmpty() && calls.isEmpty()) {
			return last;
		}
		this.accumulator.add(TextChunk.empty(this.index).withMore(text, reasoning, calls));
		return last.withMore(text, reasoning, calls);
	}

}
