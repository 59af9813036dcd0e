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

import java.util.function.Supplier;

import dev.inferencekey.operation.Facts;
import dev.inferencekey.operation.Framing;
import dev.inferencekey.operation.Operation;
import dev.inferencekey.operation.Transcript;
import dev.inferencekey.operation.Usage;
import org.jspecify.annotations.Nullable;

/**
 * Text generation on the wire: {@code /chat/completions}, whole and streamed.
 */
public final class TextOperations {

	private static final Facts<TextChunk> CHUNK_FACTS = new ChunkFacts();

	/**
	 * The operations of a workload for which nothing is set.
	 */
	public static final TextOperations DEFAULTS = new TextOperations(new AnswerRules(true, false));

	private final AnswerRules rules;

	private final Operation<TextRequest, TextResult> generate;

	private final Operation<TextRequest, TextChunk> stream;

	private TextOperations(AnswerRules rules) {
		this.rules = rules;
		this.generate = Operation.<TextRequest, TextResult>named("chat", "/v1/chat/completions")
			.check(TextRequestCheck::problem)
			.encoder(new TextEncoder(false))
			.reader((request, head, json) -> new CompletionReader(json, rules))
			.facts(new ResultFacts())
			.build();
		this.stream = stream(TextAccumulator::new);
	}

	/**
	 * The same operations for streams that may end with {@code [DONE]} alone.
	 * @param requireFinishReason whether {@code [DONE]} alone does not complete a stream
	 * whose frames have the field {@code finish_reason}, by default {@code true}
	 * @return operations for all calls of a workload
	 */
	public TextOperations withRequireFinishReason(boolean requireFinishReason) {
		return new TextOperations(new AnswerRules(requireFinishReason, this.rules.thinkTags()));
	}

	/**
	 * The same operations for text that begins with reasoning.
	 * @param thinkTags whether {@code <think>…</think>} at the start of the text is
	 * reasoning, by default {@code false}
	 * @return operations for all calls of a workload
	 */
	public TextOperations withThinkTags(boolean thinkTags) {
		return new TextOperations(new AnswerRules(this.rules.requireFinishReason(), thinkTags));
	}

	/**
	 * One answer, when it is complete.
	 * @return the operation
	 */
	public Operation<TextRequest, TextResult> generate() {
		return this.generate;
	}

	/**
	 * The answer in chunks, as it is generated.
	 * @return the operation
	 */
	public Operation<TextRequest, TextChunk> stream() {
		return this.stream;
	}

	/**
	 * The answer in chunks, which are put together besides.
	 * @param accumulator is given all chunks of one call, and nothing else
	 * @return an operation for this call only
	 */
	public Operation<TextRequest, TextChunk> streamInto(TextAccumulator accumulator) {
		return stream(() -> accumulator);
	}

	private Operation<TextRequest, TextChunk> stream(Supplier<TextAccumulator> accumulators) {
		return Operation.<TextRequest, TextChunk>named("chat", "/v1/chat/completions")
			.framing(Framing.EVENTS_UNTIL_DONE)
			.check(TextRequestCheck::problem)
			.encoder(new TextEncoder(true))
			.reader((request, head, json) -> new ChunkReader(json, accumulators.get(), this.rules))
			.facts(CHUNK_FACTS)
			.build();
	}

	private static final class ResultFacts implements Facts<TextResult> {

		@Override
		public @Nullable String model(TextResult result) {
			return result.model();
		}

		@Override
		public @Nullable Usage usage(TextResult result) {
			return result.usage();
		}

		@Override
		public @Nullable String finishReason(TextResult result) {
			return result.finishReason();
		}

		@Override
		public Transcript<TextResult> transcript() {
			return new TextTranscript.Whole();
		}

	}

	private static final class ChunkFacts implements Facts<TextChunk> {

		@Override
		public @Nullable String model(TextChunk chunk) {
			return chunk.model();
		}

		@Override
		public @Nullable Usage usage(TextChunk chunk) {
			return chunk.usage();
		}

		@Override
		public @Nullable String finishReason(TextChunk chunk) {
			return (chunk.choice() == 0) ? chunk.finishReason() : null;
		}

		@Override
		public Transcript<TextChunk> transcript() {
			return new TextTranscript.Streamed();
		}

	}

}
