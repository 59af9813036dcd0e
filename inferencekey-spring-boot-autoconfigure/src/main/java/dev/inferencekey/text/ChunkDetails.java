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
import java.util.stream.Stream;

import dev.inferencekey.operation.Usage;
import org.jspecify.annotations.Nullable;

/**
 * What few chunks have, apart from them, since most have nothing but a text.
 *
 * @param choice the index of the choice
 * @param reasoning the piece of reasoning, perhaps empty
 * @param refusal the piece of a refusal, perhaps empty
 * @param toolCalls the calls that are complete
 * @param logprobs how likely the tokens of the text were
 * @param finishReason why the text ends
 * @param usage what the call cost
 * @param usageFrame the frame of the usage, if it had one of its own
 */
record ChunkDetails(int choice, String reasoning, String refusal, List<ToolCall> toolCalls, List<TokenLogprob> logprobs,
		@Nullable String finishReason, @Nullable Usage usage, @Nullable ChunkFrame usageFrame) {

	static final ChunkDetails NONE = of(0);

	static ChunkDetails of(int choice) {
		return new ChunkDetails(choice, "", "", List.of(), List.of(), null, null, null);
	}

	ChunkDetails withFinishReason(@Nullable String finishReason) {
		return new ChunkDetails(this.choice, this.reasoning, this.refusal, this.toolCalls, this.logprobs, finishReason,
				this.usage, this.usageFrame);
	}

	ChunkDetails withUsage(@Nullable Usage usage, @Nullable ChunkFrame usageFrame) {
		return new ChunkDetails(this.choice, this.reasoning, this.refusal, this.toolCalls, this.logprobs,
				this.finishReason, usage, usageFrame);
	}

	ChunkDetails withMore(String reasoning, List<ToolCall> toolCalls) {
		return new ChunkDetails(this.choice, this.reasoning + reasoning, this.refusal,
				Stream.concat(this.toolCalls.stream(), toolCalls.stream()).toList(), this.logprobs, this.finishReason,
				this.usage, this.usageFrame);
	}

}
