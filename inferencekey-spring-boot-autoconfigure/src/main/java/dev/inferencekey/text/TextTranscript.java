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

import dev.inferencekey.operation.Json;
import dev.inferencekey.operation.Transcript;
import org.jspecify.annotations.Nullable;

/**
 * What a model says in one answer.
 *
 * @param <R> the type of the answer or piece
 */
abstract class TextTranscript<R> implements Transcript<R> {

	abstract @Nullable TextResult result();

	@Override
	public String text() {
		TextResult result = result();
		return (result != null) ? result.text() : "";
	}

	@Override
	public @Nullable String messages(Json json, String unfinished) {
		TextResult result = result();
		return (result != null)
				? json.text((generator) -> new TracedMessages(generator).writeOutput(result.choices(), unfinished))
				: null;
	}

	static final class Whole extends TextTranscript<TextResult> {

		private @Nullable TextResult result;

		@Override
		public void add(TextResult result) {
			this.result = result;
		}

		@Override
		@Nullable TextResult result() {
			return this.result;
		}

	}

	static final class Streamed extends TextTranscript<TextChunk> {

		private final TextAccumulator chunks = new TextAccumulator();

		private boolean begun;

		@Override
		public void add(TextChunk chunk) {
			this.begun = true;
			this.chunks.add(chunk);
		}

		@Override
		@Nullable TextResult result() {
			return this.begun ? this.chunks.result() : null;
		}

	}

}
