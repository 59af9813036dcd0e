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

package dev.inferencekey.springai;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.model.tool.DefaultToolCallingChatOptions;
import org.springframework.ai.model.tool.StructuredOutputChatOptions;
import org.springframework.ai.tool.ToolCallback;

/**
 * Options of a prompt to a workload: sampling, tools and an output schema. Spring AI
 * hands tools and native schemas on only in options that can carry them. What is not set
 * is left to the defaults of the workload. Immutable.
 */
public final class InferenceKeyChatOptions extends DefaultToolCallingChatOptions
		implements StructuredOutputChatOptions {

	private final @Nullable String outputSchema;

	private InferenceKeyChatOptions(Builder builder) {
		super(builder.callbacks(), builder.context(), builder.modelName(), builder.frequency(), builder.max(),
				builder.presence(), builder.stop(), builder.sampling(), builder.k(), builder.p());
		this.outputSchema = builder.outputSchema;
	}

	/**
	 * Build options.
	 * @return a new builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	@Override
	public @Nullable String getOutputSchema() {
		return this.outputSchema;
	}

	@Override
	public Builder mutate() {
		return builder().model(getModel())
			.frequencyPenalty(getFrequencyPenalty())
			.maxTokens(getMaxTokens())
			.presencePenalty(getPresencePenalty())
			.stopSequences(getStopSequences())
			.temperature(getTemperature())
			.topK(getTopK())
			.topP(getTopP())
			.toolCallbacks(getToolCallbacks())
			.toolContext(getToolContext())
			.outputSchema(this.outputSchema);
	}

	@Override
	public boolean equals(@Nullable Object obj) {
		return super.equals(obj) && obj instanceof InferenceKeyChatOptions other
				&& Objects.equals(this.outputSchema, other.outputSchema);
	}

	@Override
	public int hashCode() {
		return Objects.hash(super.hashCode(), this.outputSchema);
	}

	/**
	 * Builds {@link InferenceKeyChatOptions}. Not thread-safe.
	 */
	public static final class Builder extends DefaultToolCallingChatOptions.Builder<Builder>
			implements StructuredOutputChatOptions.Builder<Builder> {

		private @Nullable String outputSchema;

		private Builder() {
		}

		/**
		 * Set the JSON Schema that the answer must follow.
		 * @param outputSchema the text of the schema, {@code null} for none
		 * @return this builder
		 */
		@Override
		public Builder outputSchema(@Nullable String outputSchema) {
			this.outputSchema = outputSchema;
			return this;
		}

		@Override
		public Builder clone() {
			Builder copy = super.clone();
			copy.outputSchema = this.outputSchema;
			return copy;
		}

		@Override
		public Builder combineWith(ChatOptions.Builder<?> other) {
			super.combineWith(other);
			if (other.build() instanceof StructuredOutputChatOptions options && options.getOutputSchema() != null) {
				this.outputSchema = options.getOutputSchema();
			}
			return this;
		}

		@Override
		public InferenceKeyChatOptions build() {
			return new InferenceKeyChatOptions(this);
		}

		private @Nullable List<ToolCallback> callbacks() {
			return this.toolCallbacks;
		}

		private @Nullable Map<String, Object> context() {
			return this.toolContext;
		}

		private @Nullable String modelName() {
			return this.model;
		}

		private @Nullable Double frequency() {
			return this.frequencyPenalty;
		}

		private @Nullable Integer max() {
			return this.maxTokens;
		}

		private @Nullable Double presence() {
			return this.presencePenalty;
		}

		private @Nullable List<String> stop() {
			return this.stopSequences;
		}

		private @Nullable Double sampling() {
			return this.temperature;
		}

		private @Nullable Integer k() {
			return this.topK;
		}

		private @Nullable Double p() {
			return this.topP;
		}

	}

}
