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
import dev.inferencekey.operation.Usage;
import org.jspecify.annotations.Nullable;

/**
 * Text generation on the wire: {@code /chat/completions}, whole and streamed.
 */
public final class TextOperations {

	private static final Facts<TextChunk> CHUNK_FACTS = new ChunkFacts();

	/**
	 * One answer, when it is complete.
	 */
	public static final Operation<TextRequest, TextResult> GENERATE = Operation
		.<TextRequest, TextResult>named("chat", "/v1/chat/completions")
		.check(TextRequestCheck::problem)
		.encoder(new TextEncoder(false))
		.reader((request, head, json) -> new CompletionReader(json))
		.facts(new ResultFacts())
		.build();

	/**
	 * The answer in chunks, as it is generated.
	 */
	public static final Operation<TextRequest, TextChunk> STREAM = stream(TextAccumulator::new, true);

	/**
	 * The answer in chunks, of which {@code [DONE]} is a good end in any case.
	 */
	public static final Operation<TextRequest, TextChunk> LENIENT_STREAM = stream(TextAccumulator::new, false);

	private TextOperations() {
	}

	/**
	 * The answer in chunks, which are put together besides.
	 * @param accumulator is given all chunks of one call, and nothing else
	 * @param requireFinishReason whether {@code [DONE]} alone does not complete a stream
	 * whose frames have the field {@code finish_reason}
	 * @return an operation for this call only
	 */
	public static Operation<TextRequest, TextChunk> streamInto(TextAccumulator accumulator,
			boolean requireFinishReason) {
		return stream(() -> accumulator, requireFinishReason);
	}

	private static Operation<TextRequest, TextChunk> stream(Supplier<TextAccumulator> accumulators,
			boolean requireFinishReason) {
		return Operation.<TextRequest, TextChunk>named("chat", "/v1/chat/completions")
			.framing(Framing.EVENTS_UNTIL_DONE)
			.check(TextRequestCheck::problem)
			.encoder(new TextEncoder(true))
			.reader((request, head, json) -> new ChunkReader(json, accumulators.get(), requireFinishReason))
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
		public String content(TextResult result) {
			return result.text();
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
			return chunk.finishReason();
		}

	}

}
