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

import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One of the answers to a request for several. Immutable.
 */
public final class TextChoice {

	static final Comparator<TextChoice> BY_INDEX = Comparator.comparingInt(TextChoice::index);

	private final int index;

	private final String text;

	private final String reasoning;

	private final @Nullable String refusal;

	private final List<ToolCall> toolCalls;

	private final @Nullable String finishReason;

	private final List<TokenLogprob> logprobs;

	TextChoice(int index, String text, String reasoning, @Nullable String refusal, List<ToolCall> toolCalls,
			@Nullable String finishReason, List<TokenLogprob> logprobs) {
		this.index = index;
		this.text = text;
		this.reasoning = reasoning;
		this.refusal = refusal;
		this.toolCalls = List.copyOf(toolCalls);
		this.finishReason = finishReason;
		this.logprobs = List.copyOf(logprobs);
	}

	/**
	 * Create a choice of nothing but text.
	 * @param index its number, from 0
	 * @param text the generated text
	 * @return a choice whose finish reason is {@code stop}
	 */
	public static TextChoice of(int index, String text) {
		return builder(index).text(text).build();
	}

	/**
	 * Build a choice, for example to mock an endpoint.
	 * @param index its number, from 0
	 * @return a new builder
	 */
	public static Builder builder(int index) {
		return new Builder(index);
	}

	/**
	 * The number of the choice.
	 * @return from 0
	 */
	public int index() {
		return this.index;
	}

	/**
	 * The generated text.
	 * @return the text; empty when the model answered with tool calls or refused
	 */
	public String text() {
		return this.text;
	}

	/**
	 * What the model thought before it answered.
	 * @return the reasoning, empty when the server tells none
	 */
	public String reasoning() {
		return this.reasoning;
	}

	/**
	 * Why the model refuses to answer.
	 * @return the refusal, or {@code null} if it does not refuse
	 */
	public @Nullable String refusal() {
		return this.refusal;
	}

	/**
	 * The tools that the model wants to have run.
	 * @return the calls in the order of the model, empty for none
	 */
	public List<ToolCall> toolCalls() {
		return this.toolCalls;
	}

	/**
	 * Why the text ends: {@code stop}, {@code length}, {@code tool_calls}, or another
	 * word of the engine.
	 * @return the reason, or {@code null} when the server did not say
	 */
	public @Nullable String finishReason() {
		return this.finishReason;
	}

	/**
	 * How likely each token was.
	 * @return one entry for each token, empty unless asked for with
	 * {@link TextRequest.Builder#logprobs(int)}
	 */
	public List<TokenLogprob> logprobs() {
		return this.logprobs;
	}

	@Override
	public String toString() {
		return "TextChoice[" + this.index + ", " + this.text.length() + " characters, " + this.toolCalls.size()
				+ " tool calls, finishReason=" + this.finishReason + "]";
	}

	/**
	 * Builds a {@link TextChoice}. Not thread-safe.
	 */
	public static final class Builder {

		private final int index;

		private String text = "";

		private String reasoning = "";

		private @Nullable String refusal;

		private List<ToolCall> toolCalls = List.of();

		private @Nullable String finishReason = "stop";

		private List<TokenLogprob> logprobs = List.of();

		private Builder(int index) {
			this.index = index;
		}

		/**
		 * Set the generated text.
		 * @param text the text, by default empty
		 * @return this builder
		 */
		public Builder text(String text) {
			this.text = text;
			return this;
		}

		/**
		 * Set what the model thought before it answered.
		 * @param reasoning the reasoning, by default none
		 * @return this builder
		 */
		public Builder reasoning(@Nullable String reasoning) {
			this.reasoning = (reasoning != null) ? reasoning : "";
			return this;
		}

		/**
		 * Set why the model refuses to answer.
		 * @param refusal the refusal, by default none
		 * @return this builder
		 */
		public Builder refusal(@Nullable String refusal) {
			this.refusal = refusal;
			return this;
		}

		/**
		 * Set the tools that the model wants to have run.
		 * @param toolCalls the calls, by default none
		 * @return this builder
		 */
		public Builder toolCalls(List<ToolCall> toolCalls) {
			this.toolCalls = toolCalls;
			return this;
		}

		/**
		 * Set why the text ends.
		 * @param finishReason the reason, by default {@code stop}
		 * @return this builder
		 */
		public Builder finishReason(@Nullable String finishReason) {
			this.finishReason = finishReason;
			return this;
		}

		/**
		 * Set how likely each token was.
		 * @param logprobs one entry for each token, by default none
		 * @return this builder
		 */
		public Builder logprobs(List<TokenLogprob> logprobs) {
			this.logprobs = logprobs;
			return this;
		}

		/**
		 * Build the choice.
		 * @return an immutable choice
		 */
		public TextChoice build() {
			return new TextChoice(this.index, this.text, this.reasoning, this.refusal, this.toolCalls,
					this.finishReason, this.logprobs);
		}

	}

}
