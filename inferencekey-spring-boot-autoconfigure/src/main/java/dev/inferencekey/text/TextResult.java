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

import dev.inferencekey.operation.LazyJson;
import dev.inferencekey.operation.Usage;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Generated text, and whatever else the model answered with. Immutable. Where several
 * choices were asked for, everything but {@link #choices()} tells of the first.
 */
public final class TextResult {

	private final @Nullable String id;

	private final @Nullable String model;

	private final @Nullable Usage usage;

	private final List<TextChoice> choices;

	private final LazyJson raw;

	/**
	 * Create a result.
	 * @param id the id of the answer
	 * @param model the model that answered
	 * @param usage what the call cost
	 * @param choices the choices, at least one, by their index
	 * @param raw the whole answer
	 */
	TextResult(@Nullable String id, @Nullable String model, @Nullable Usage usage, List<TextChoice> choices,
			LazyJson raw) {
		this.id = id;
		this.model = model;
		this.usage = usage;
		this.choices = List.copyOf(choices);
		this.raw = raw;
	}

	/**
	 * Create a result of nothing but text, for example to mock an endpoint.
	 * @param text the generated text
	 * @return a result whose finish reason is {@code stop}
	 */
	public static TextResult of(String text) {
		return builder().text(text).build();
	}

	/**
	 * Build a result, for example to mock an endpoint.
	 * @return a new builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * The generated text.
	 * @return the text; empty when the model answered with tool calls or refused
	 */
	public String text() {
		return first().text();
	}

	/**
	 * What the model thought before it answered, from {@code reasoning_content},
	 * {@code reasoning}, parts of type {@code thinking}, or {@code <think>} tags if the
	 * property {@code reasoning.think-tags} is set.
	 * @return the reasoning, empty when the server tells none
	 */
	public String reasoning() {
		return first().reasoning();
	}

	/**
	 * Why the model refuses to answer.
	 * @return the refusal, or {@code null} if it does not refuse
	 */
	public @Nullable String refusal() {
		return first().refusal();
	}

	/**
	 * The tools that the model wants to have run before it goes on.
	 * @return the calls in the order of the model, empty for none
	 */
	public List<ToolCall> toolCalls() {
		return first().toolCalls();
	}

	/**
	 * Why the text ends: {@code stop}, {@code length}, {@code tool_calls}, or another
	 * word of the engine.
	 * @return the reason, or {@code null} when the server did not say
	 */
	public @Nullable String finishReason() {
		return first().finishReason();
	}

	/**
	 * All choices.
	 * @return at least one, by their index
	 */
	public List<TextChoice> choices() {
		return this.choices;
	}

	/**
	 * The id that the engine gave to the answer.
	 * @return the id, or {@code null} when the server did not say
	 */
	public @Nullable String id() {
		return this.id;
	}

	/**
	 * The model that really answered, as opposed to the workload that was asked.
	 * @return the model, or {@code null} when the server did not say
	 */
	public @Nullable String model() {
		return this.model;
	}

	/**
	 * What the call cost.
	 * @return the tokens, or {@code null} when the server did not say
	 */
	public @Nullable Usage usage() {
		return this.usage;
	}

	/**
	 * The whole answer, parsed when it is first asked for.
	 * @return the JSON of the answer; for a stream that was drained, what the server
	 * would have answered had it not streamed
	 */
	public JsonNode raw() {
		return this.raw.get();
	}

	/**
	 * The same answer at another cost, for example that of several rounds.
	 * @param usage the tokens
	 * @return a new result
	 */
	public TextResult withUsage(@Nullable Usage usage) {
		return new TextResult(this.id, this.model, usage, this.choices, this.raw);
	}

	private TextChoice first() {
		return this.choices.get(0);
	}

	@Override
	public String toString() {
		return "TextResult[" + text().length() + " characters, " + toolCalls().size() + " tool calls, model="
				+ this.model + ", finishReason=" + finishReason() + ", usage=" + this.usage + "]";
	}

	/**
	 * Builds a {@link TextResult}. Not thread-safe.
	 */
	public static final class Builder {

		private final TextChoice.Builder first = TextChoice.builder(0);

		private List<TextChoice> choices = List.of();

		private @Nullable String id;

		private @Nullable String model;

		private @Nullable Usage usage;

		private Builder() {
		}

		/**
		 * Set the generated text.
		 * @param text the text, by default empty
		 * @return this builder
		 */
		public Builder text(String text) {
			this.first.text(text);
			return this;
		}

		/**
		 * Set what the model thought before it answered.
		 * @param reasoning the reasoning, by default none
		 * @return this builder
		 */
		public Builder reasoning(@Nullable String reasoning) {
			this.first.reasoning(reasoning);
			return this;
		}

		/**
		 * Set why the model refuses to answer.
		 * @param refusal the refusal, by default none
		 * @return this builder
		 */
		public Builder refusal(@Nullable String refusal) {
			this.first.refusal(refusal);
			return this;
		}

		/**
		 * Set the tools that the model wants to have run.
		 * @param toolCalls the calls, by default none
		 * @return this builder
		 */
		public Builder toolCalls(List<ToolCall> toolCalls) {
			this.first.toolCalls(toolCalls);
			return this;
		}

		/**
		 * Set why the text ends.
		 * @param finishReason the reason, by default {@code stop}
		 * @return this builder
		 */
		public Builder finishReason(@Nullable String finishReason) {
			this.first.finishReason(finishReason);
			return this;
		}

		/**
		 * Set several choices, in place of the one that the other methods describe.
		 * @param choices the choices by their index
		 * @return this builder
		 */
		public Builder choices(List<TextChoice> choices) {
			this.choices = choices;
			return this;
		}

		/**
		 * Set the id of the answer.
		 * @param id the id, by default unknown
		 * @return this builder
		 */
		public Builder id(@Nullable String id) {
			this.id = id;
			return this;
		}

		/**
		 * Set the model that answered.
		 * @param model the model, by default unknown
		 * @return this builder
		 */
		public Builder model(@Nullable String model) {
			this.model = model;
			return this;
		}

		/**
		 * Set what the call cost.
		 * @param usage the tokens, by default unknown
		 * @return this builder
		 */
		public Builder usage(@Nullable Usage usage) {
			this.usage = usage;
			return this;
		}

		/**
		 * Build the result.
		 * @return an immutable result, whose {@link TextResult#raw()} is what a server
		 * would have answered
		 */
		public TextResult build() {
			List<TextChoice> all = this.choices.isEmpty() ? List.of(this.first.build()) : List.copyOf(this.choices);
			return CompletionWriter.result(this.id, this.model, this.usage, all);
		}

	}

}
