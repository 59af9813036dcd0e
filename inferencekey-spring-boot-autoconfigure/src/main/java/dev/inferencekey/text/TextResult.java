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

import dev.inferencekey.operation.LazyJson;
import dev.inferencekey.operation.Usage;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Generated text.
 */
public final class TextResult {

	private final String text;

	private final @Nullable String model;

	private final @Nullable String finishReason;

	private final @Nullable Usage usage;

	private final LazyJson raw;

	private final String reasoning;

	TextResult(String text, @Nullable String model, @Nullable String finishReason, @Nullable Usage usage,
			LazyJson raw) {
		this(text, model, finishReason, usage, raw, "");
	}

	private TextResult(String text, @Nullable String model, @Nullable String finishReason, @Nullable Usage usage,
			LazyJson raw, String reasoning) {
		this.reasoning = reasoning;
		this.text = text;
		this.model = model;
		this.finishReason = finishReason;
		this.usage = usage;
		this.raw = raw;
	}

	TextResult withReasoning(@Nullable String reasoning) {
		return (reasoning == null) ? this
				: new TextResult(this.text, this.model, this.finishReason, this.usage, this.raw, reasoning);
	}

	/**
	 * What the model thought before it answered, from {@code reasoning_content},
	 * {@code reasoning} or parts of type {@code thinking}.
	 * @return the reasoning, empty when the server tells none
	 */
	public String reasoning() {
		return this.reasoning;
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
	 * @return the text; empty when the model answered with something else, such as tool
	 * calls, which {@link #raw()} shows
	 */
	public String text() {
		return this.text;
	}

	/**
	 * The model that really answered, as opposed to the workload that was asked.
	 * @return the model, or {@code null} when the server did not say
	 */
	public @Nullable String model() {
		return this.model;
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

	@Override
	public String toString() {
		return "TextResult[" + this.text.length() + " characters, model=" + this.model + ", finishReason="
				+ this.finishReason + ", usage=" + this.usage + "]";
	}

	/**
	 * Builds a {@link TextResult}. Not thread-safe.
	 */
	public static final class Builder {

		private String text = "";

		private @Nullable String model;

		private @Nullable String finishReason = "stop";

		private @Nullable Usage usage;

		private @Nullable String reasoning;

		private Builder() {
		}

		/**
		 * The generated text.
		 * @param text the text, by default empty
		 * @return this builder
		 */
		public Builder text(String text) {
			this.text = text;
			return this;
		}

		/**
		 * The model that answered.
		 * @param model the model, by default unknown
		 * @return this builder
		 */
		public Builder model(@Nullable String model) {
			this.model = model;
			return this;
		}

		/**
		 * Why the text ends.
		 * @param finishReason the reason, by default {@code stop}
		 * @return this builder
		 */
		public Builder finishReason(@Nullable String finishReason) {
			this.finishReason = finishReason;
			return this;
		}

		/**
		 * What the call cost.
		 * @param usage the tokens, by default unknown
		 * @return this builder
		 */
		public Builder usage(@Nullable Usage usage) {
			this.usage = usage;
			return this;
		}

		/**
		 * What the model thought before it answered.
		 * @param reasoning the reasoning, by default none
		 * @return this builder
		 */
		public Builder reasoning(@Nullable String reasoning) {
			this.reasoning = reasoning;
			return this;
		}

		/**
		 * Build the result.
		 * @return an immutable result, whose {@link TextResult#raw()} is what a server
		 * would have answered
		 */
		public TextResult build() {
			JsonNode raw = TextAccumulator.completion(this.text, this.reasoning, this.model, this.finishReason,
					this.usage);
			return new TextResult(this.text, this.model, this.finishReason, this.usage, new LazyJson(() -> raw))
				.withReasoning(this.reasoning);
		}

	}

}
