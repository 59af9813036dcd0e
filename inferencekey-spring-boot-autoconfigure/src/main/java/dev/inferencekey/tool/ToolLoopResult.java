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

package dev.inferencekey.tool;

import java.util.List;

import dev.inferencekey.operation.Usage;
import dev.inferencekey.text.ChatMessage;
import dev.inferencekey.text.TextResult;
import org.jspecify.annotations.Nullable;

/**
 * What became of a {@link ToolLoop}. Immutable.
 */
public final class ToolLoopResult {

	private final TextResult result;

	private final List<ChatMessage> messages;

	private final @Nullable Usage usage;

	private final int rounds;

	ToolLoopResult(TextResult result, List<ChatMessage> messages, @Nullable Usage usage, int rounds) {
		this.result = result;
		this.messages = List.copyOf(messages);
		this.usage = usage;
		this.rounds = rounds;
	}

	/**
	 * The last answer of the model.
	 * @return the answer; its {@link TextResult#toolCalls() tool calls} are left for the
	 * application to run, empty if there are none
	 */
	public TextResult result() {
		return this.result;
	}

	/**
	 * The whole conversation: the messages of the request, the answers with their tool
	 * calls, the results of the tools, and the last answer unless it is blank. To go on
	 * with them, add the results of calls that were not run, if there are any.
	 * @return the messages, oldest first
	 */
	public List<ChatMessage> messages() {
		return this.messages;
	}

	/**
	 * What all calls of the model cost together.
	 * @return the sum of the tokens, or {@code null} if the server never said
	 */
	public @Nullable Usage usage() {
		return this.usage;
	}

	/**
	 * How often the model was called.
	 * @return a number of at least 1
	 */
	public int rounds() {
		return this.rounds;
	}

	@Override
	public String toString() {
		return "ToolLoopResult[" + this.rounds + " rounds, " + this.messages.size() + " messages, usage=" + this.usage
				+ ", " + this.result + "]";
	}

}
