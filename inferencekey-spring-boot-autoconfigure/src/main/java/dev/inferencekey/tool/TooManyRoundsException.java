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

import dev.inferencekey.error.FailureOrigin;
import dev.inferencekey.error.UnusableAnswerException;
import org.jspecify.annotations.Nullable;

/**
 * The model still calls tools after the last round that {@link ToolLoop#maxRounds}
 * allows. {@link #result()} has the conversation so far.
 */
public class TooManyRoundsException extends UnusableAnswerException {

	@SuppressWarnings("serial")
	private final ToolLoopResult result;

	TooManyRoundsException(@Nullable String workload, ToolLoopResult result) {
		super("workload \"" + workload + "\": after " + result.rounds() + " rounds the model still calls tools"
				+ ("length".equals(result.result().finishReason())
						? ", and the last call was cut off at the maximum number of tokens. Raise maxTokens."
						: ". Allow more by maxRounds of ToolLoop, or tell the model when to stop."),
				result.result().text(), FailureOrigin.local(workload));
		this.result = result;
	}

	/**
	 * The conversation so far.
	 * @return what the loop did; the tool calls of the last answer were not run
	 */
	public ToolLoopResult result() {
		return this.result;
	}

}
