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

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Puts the chunks of one choice together.
 */
final class ChoiceAccumulator {

	private final int index;

	private final SharedText text = new SharedText();

	private final StringBuilder reasoning = new StringBuilder();

	private final StringBuilder refusal = new StringBuilder();

	private final List<ToolCall> toolCalls = new ArrayList<>();

	private final List<TokenLogprob> logprobs = new ArrayList<>();

	private @Nullable String finishReason;

	ChoiceAccumulator(int index) {
		this.index = index;
	}

	SharedText text() {
		return this.text;
	}

	/**
	 * Add what a chunk has besides its text.
	 * @param chunk the chunk
	 */
	void note(TextChunk chunk) {
		this.reasoning.append(chunk.reasoning());
		this.refusal.append(chunk.refusal());
		// Adding a list of nothing makes an array of nothing, for each chunk.
		if (!chunk.toolCalls().isEmpty()) {
			this.toolCalls.addAll(chunk.toolCalls());
		}
		if (!chunk.logprobs().isEmpty()) {
			this.logprobs.addAll(chunk.logprobs());
		}
		this.finishReason = (chunk.finishReason() != null) ? chunk.finishReason() : this.finishReason;
	}

	boolean isEmpty() {
		return this.text.length() == 0 && this.reasoning.isEmpty() && this.refusal.isEmpty() && this.toolCalls.isEmpty()
				&& this.finishReason == null;
	}

	TextChoice build() {
		return TextChoice.builder(this.index)
			.text(this.text.toString())
			.reasoning(this.reasoning.toString())
			.refusal(this.refusal.isEmpty() ? null : this.refusal.toString())
			.toolCalls(this.toolCalls)
			.finishReason(this.finishReason)
			.logprobs(this.logprobs)
			.build();
	}

}
