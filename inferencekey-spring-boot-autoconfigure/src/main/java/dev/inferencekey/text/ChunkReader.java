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

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;

import dev.inferencekey.operation.ErrorBody;
import dev.inferencekey.operation.ErrorFrameException;
import dev.inferencekey.operation.Json;
import dev.inferencekey.operation.Operation;
import dev.inferencekey.operation.UnreadableResponseException;
import dev.inferencekey.operation.Usage;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads the {@code chat.completion.chunk} frames of one stream. What is kept back until
 * more has come is the business of each {@link ChoiceStream}.
 */
final class ChunkReader implements Operation.Reader<TextChunk> {

	private static final int MAX_CHOICES = 1024;

	private static final int MAX_TEMPLATES_IN_VAIN = 8;

	private final Json json;

	private final TextAccumulator accumulator;

	private final AnswerRules rules;

	private final ToolCallAssembler toolCalls = new ToolCallAssembler();

	private final ChoiceStream first;

	// In the order in which they began.
	private final List<ChoiceStream> choices = new ArrayList<>(1);

	private final Queue<TextChunk> ready = new ArrayDeque<>(2);

	// Given up where frames differ too much.
	private int templatesInVain;

	private @Nullable Alike alike;

	/**
	 * Create a reader.
	 * @param json how JSON is read
	 * @param accumulator is given everything that is read
	 * @param rules how the stream is read
	 */
	ChunkReader(Json json, TextAccumulator accumulator, AnswerRules rules) {
		this.json = json;
		this.accumulator = accumulator;
		this.rules = rules;
		this.first = newChoice(0);
		accumulator.clear();
	}

	private ChoiceStream newChoice(int index) {
		return new ChoiceStream(index, this.accumulator, this.toolCalls,
				this.rules.thinkTags() ? new ThinkTags() : null);
	}

	@Override
	public Operation.@Nullable Recogniser<TextChunk> recogniser() {
		return this.first.isKeepingBack() ? null : this.alike;
	}

	@Override
	public @Nullable TextChunk read(byte[] bytes, int from, int to) {
		Operation.Recogniser<TextChunk> known = recogniser();
		return (known != null && known.end(bytes, from, to) == to) ? known.read(bytes, from, to)
				: parse(bytes, from, to);
	}

	/**
	 * Reads the chunks of the first choice that are like an earlier one.
	 */
	private final class Alike implements Operation.Recogniser<TextChunk> {

		private final ChunkTemplate template;

		private Alike(ChunkTemplate template) {
			this.template = template;
		}

		@Override
		public int end(byte[] bytes, int from, int limit) {
			return this.template.end(bytes, from, limit);
		}

		@Override
		public @Nullable TextChunk read(byte[] bytes, int from, int to) {
			ChunkReader.this.templatesInVain = 0;
			return ChunkReader.this.first.recognised(this.template, bytes, from, to);
		}

	}

	private @Nullable TextChunk parse(byte[] bytes, int from, int to) {
		if (isBlank(bytes, from, to)) {
			return null;
		}
		CompletionFields fields = new CompletionFields(this.json);
		try {
			this.json.readValue(bytes, from, to, (parser) -> readFrame(parser, fields));
		}
		catch (UnreadableResponseException ex) {
			if (isFinished()) {
				// The answer is complete; what follows it does not matter.
				return null;
			}
			throw ex;
		}
		if (fields.hasError()) {
			throw new ErrorFrameException(ErrorBody.parse(this.json, bytes, from, to));
		}
		if (fields.choices().isEmpty() && fields.usage() == null) {
			// A named ping, timings, or the like.
			return null;
		}
		frame(fields, Arrays.copyOfRange(bytes, from, to));
		return this.ready.poll();
	}

	private static boolean isBlank(byte[] bytes, int from, int to) {
		int start = from;
		while (start < to && bytes[start] <= ' ' && bytes[start] >= 0) {
			start++;
		}
		return start == to;
	}

	// Null, or another value that holds no answer, is a heartbeat.
	private static void readFrame(JsonParser parser, CompletionFields fields) {
		if (parser.currentToken() == JsonToken.START_ARRAY && parser.nextToken() != JsonToken.END_ARRAY) {
			throw new UnreadableResponseException("a JSON object was expected");
		}
		Json.readFields(parser, fields::field);
	}

	private void frame(CompletionFields fields, byte[] bytes) {
		ChunkTemplate template = template(fields, bytes);
		ChunkFrame frame = (template != null) ? template.sampleFrame()
				: new ChunkFrame(this.json, bytes, fields, false);
		List<ChoiceFields> said = fields.choices();
		Usage usage = fields.usage();
		if (said.stream().allMatch(ChoiceFields::isEmpty) && (said.isEmpty() || isFinished())) {
			usage(usage, frame);
			return;
		}
		for (int i = 0; i < said.size(); i++) {
			boolean last = i == said.size() - 1;
			TextChunk chunk = choice(said.get(i).index()).read(said.get(i), last ? usage : null, frame);
			if (chunk != null) {
				this.ready.add(chunk);
			}
		}
	}

	private @Nullable ChunkTemplate template(CompletionFields fields, byte[] bytes) {
		// What is kept back is not what stands in the frame.
		if (this.first.isKeepingBack() || this.templatesInVain == MAX_TEMPLATES_IN_VAIN) {
			return null;
		}
		ChunkTemplate template = ChunkTemplate.of(this.json, bytes, fields);
		if (template != null) {
			this.templatesInVain++;
			this.alike = new Alike(template);
		}
		return template;
	}

	// What comes after the finish reason, such as the usage, belongs to the last chunk.
	// Some engines count in every chunk, and once more at the end.
	private void usage(@Nullable Usage usage, ChunkFrame frame) {
		TextChunk chunk = new TextChunk("", frame, ChunkDetails.NONE.withUsage(usage, null));
		this.accumulator.add(chunk);
		if (!isFinished()) {
			this.ready.add(chunk);
			return;
		}
		if (usage == null) {
			return;
		}
		for (int i = this.choices.size() - 1; i >= 0; i--) {
			if (this.choices.get(i).tellUsage(usage, frame)) {
				break;
			}
		}
		end();
	}

	private ChoiceStream choice(int index) {
		for (ChoiceStream choice : this.choices) {
			if (choice.index() == index) {
				return choice;
			}
		}
		if (this.choices.size() == MAX_CHOICES) {
			throw new UnreadableResponseException("the stream has more than " + MAX_CHOICES + " choices");
		}
		ChoiceStream choice = (index == 0) ? this.first : newChoice(index);
		this.choices.add(choice);
		return choice;
	}

	private void end() {
		for (ChoiceStream choice : this.choices) {
			TextChunk rest = choice.rest();
			if (rest != null) {
				this.ready.add(rest);
			}
		}
	}

	@Override
	public @Nullable TextChunk further() {
		return this.ready.poll();
	}

	@Override
	public @Nullable TextChunk rest() {
		end();
		return this.ready.poll();
	}

	private boolean isFinished() {
		return !this.choices.isEmpty() && this.choices.stream().allMatch((choice) -> choice.end().isFinished());
	}

	@Override
	public boolean isComplete(boolean terminated) {
		// Without a reason, [DONE] completes what was said, and not an answer of nothing.
		boolean reasonExpected = this.rules.requireFinishReason()
				&& (this.choices.stream().anyMatch((choice) -> choice.end().hasReasonField())
						|| this.choices.stream().noneMatch((choice) -> choice.end().hasContent()));
		return this.choices.isEmpty() ? terminated && !reasonExpected
				: this.choices.stream().allMatch((choice) -> choice.end().isComplete(terminated, reasonExpected));
	}

	@Override
	public void forget() {
		this.accumulator.forget();
	}

	@Override
	public String partialText() {
		return this.accumulator.text();
	}

}
