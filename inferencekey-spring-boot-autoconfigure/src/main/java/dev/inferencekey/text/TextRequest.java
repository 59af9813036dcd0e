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

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import dev.inferencekey.operation.Parameterized;
import dev.inferencekey.operation.Timed;
import org.jspecify.annotations.Nullable;

/**
 * A request to generate text. It has either a prompt or messages, and parameters such as
 * the temperature. Parameters that are not set are left out of the request, and the
 * workload's own defaults apply. Immutable. Validated when it is sent.
 * <p>
 * Implements {@code /chat/completions} of the wire contract.
 */
public final class TextRequest implements Timed, Parameterized {

	private final @Nullable String prompt;

	private final List<ChatMessage> messages;

	private final Map<String, Object> parameters;

	private final @Nullable Duration timeout;

	private final @Nullable Boolean streamUsage;

	private TextRequest(@Nullable String prompt, List<ChatMessage> messages, Map<String, Object> parameters,
			@Nullable Duration timeout, @Nullable Boolean streamUsage) {
		this.prompt = prompt;
		this.messages = messages;
		this.parameters = parameters;
		this.timeout = timeout;
		this.streamUsage = streamUsage;
	}

	/**
	 * Create a request with a single user message.
	 * @param prompt the text of the message, not blank
	 * @return the request
	 */
	public static TextRequest of(String prompt) {
		return new TextRequest(prompt, List.of(), Map.of(), null, null);
	}

	/**
	 * Start building a request.
	 * @return a new builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Build a request with a callback.
	 * @param request configures the builder
	 * @return the request
	 */
	public static TextRequest of(Consumer<Builder> request) {
		Builder builder = builder();
		request.accept(builder);
		return builder.build();
	}

	/**
	 * Return the prompt, which is sent as a single user message.
	 * @return the prompt, or {@code null} if the request has messages instead
	 */
	public @Nullable String prompt() {
		return this.prompt;
	}

	/**
	 * Return the messages of the conversation.
	 * @return the messages, oldest first; empty if the request has a prompt instead
	 */
	public List<ChatMessage> messages() {
		return this.messages;
	}

	/**
	 * Return all other fields of the request body.
	 * @return the fields that are set, by their names on the wire and in the order in
	 * which they were set
	 */
	@Override
	public Map<String, Object> parameters() {
		return this.parameters;
	}

	@Override
	public @Nullable Duration timeout() {
		return this.timeout;
	}

	/**
	 * Whether streams request token usage.
	 * @return {@code true} unless {@link Builder#streamUsage} disables it
	 */
	public boolean isStreamUsage() {
		return !Boolean.FALSE.equals(this.streamUsage);
	}

	/**
	 * Return the tools that the model may call.
	 * @return the tools, empty if there are none
	 */
	public List<Tool> tools() {
		return (this.parameters.get("tools") instanceof List<?> list)
				? list.stream().filter(Tool.class::isInstance).map(Tool.class::cast).toList() : List.of();
	}

	/**
	 * Start building a copy of this request.
	 * @return a new builder with the contents of this request
	 */
	public Builder toBuilder() {
		Builder builder = builder();
		builder.prompt = this.prompt;
		builder.messages.addAll(this.messages);
		builder.parameters.putAll(this.parameters);
		builder.timeout = this.timeout;
		builder.streamUsage = this.streamUsage;
		return builder;
	}

	/**
	 * Apply defaults to parameters that this request does not set.
	 * @param defaults the default parameters; its prompt, messages and timeout are
	 * ignored
	 * @return a request in which the parameters of this one take precedence
	 */
	public TextRequest orElse(TextRequest defaults) {
		if (defaults.parameters.isEmpty() && defaults.streamUsage == null) {
			return this;
		}
		Map<String, Object> merged = new LinkedHashMap<>(defaults.parameters);
		merged.putAll(this.parameters);
		return new TextRequest(this.prompt, this.messages, Collections.unmodifiableMap(merged), this.timeout,
				(this.streamUsage != null) ? this.streamUsage : defaults.streamUsage);
	}

	/**
	 * Builds a {@link TextRequest}. Not thread-safe.
	 */
	public static final class Builder {

		private final List<ChatMessage> messages = new ArrayList<>();

		private final Map<String, Object> parameters = new LinkedHashMap<>();

		private @Nullable String prompt;

		private @Nullable Duration timeout;

		private @Nullable Boolean streamUsage;

		private Builder() {
		}

		/**
		 * Set the prompt, which is sent as a single user message. Cannot be combined with
		 * messages.
		 * @param prompt the text of the message, not blank
		 * @return this builder
		 */
		public Builder prompt(String prompt) {
			this.prompt = prompt;
			return this;
		}

		/**
		 * Add messages. Cannot be combined with a prompt.
		 * @param messages the messages, oldest first
		 * @return this builder
		 */
		public Builder messages(List<ChatMessage> messages) {
			this.messages.addAll(messages);
			return this;
		}

		/**
		 * Add a message. Cannot be combined with a prompt.
		 * @param message the message
		 * @return this builder
		 */
		public Builder message(ChatMessage message) {
			this.messages.add(message);
			return this;
		}

		/**
		 * Add a system message. Cannot be combined with a prompt.
		 * @param content the text of the message, not blank
		 * @return this builder
		 */
		public Builder system(String content) {
			this.messages.add(ChatMessage.system(content));
			return this;
		}

		/**
		 * Add a user message. Cannot be combined with a prompt.
		 * @param content the text of the message, not blank
		 * @return this builder
		 */
		public Builder user(String content) {
			this.messages.add(ChatMessage.user(content));
			return this;
		}

		/**
		 * Add an earlier answer of the model. Cannot be combined with a prompt.
		 * @param content the text of the answer, not blank
		 * @return this builder
		 */
		public Builder assistant(String content) {
			this.messages.add(ChatMessage.assistant(content));
			return this;
		}

		/**
		 * Set the sampling temperature.
		 * @param temperature from 0 to 2; 0 is as deterministic as the engine allows
		 * @return this builder
		 */
		public Builder temperature(double temperature) {
			return set("temperature", temperature);
		}

		/**
		 * Set the maximum number of tokens to generate.
		 * @param maxTokens the maximum, at least 1
		 * @return this builder
		 */
		public Builder maxTokens(int maxTokens) {
			return set("max_tokens", maxTokens);
		}

		/**
		 * Set the probability mass that tokens are chosen from (nucleus sampling).
		 * @param topP above 0 and up to 1
		 * @return this builder
		 */
		public Builder topP(double topP) {
			return set("top_p", topP);
		}

		/**
		 * Set the number of most likely tokens that each token is chosen from. Not an
		 * OpenAI field, but most engines support it.
		 * @param topK the number of tokens, at least 1
		 * @return this builder
		 */
		public Builder topK(int topK) {
			return set("top_k", topK);
		}

		/**
		 * Set the sequences that end the answer. The answer does not include them.
		 * @param stop the sequences
		 * @return this builder
		 */
		public Builder stop(String... stop) {
			return stop(List.of(stop));
		}

		/**
		 * Set the sequences that end the answer. The answer does not include them.
		 * @param stop the sequences
		 * @return this builder
		 */
		public Builder stop(List<String> stop) {
			return set("stop", List.copyOf(stop));
		}

		/**
		 * Set the seed that makes sampling repeatable, as far as the engine allows.
		 * @param seed any number
		 * @return this builder
		 */
		public Builder seed(long seed) {
			return set("seed", seed);
		}

		/**
		 * Set the penalty for tokens that have occurred before.
		 * @param presencePenalty from -2 to 2
		 * @return this builder
		 */
		public Builder presencePenalty(double presencePenalty) {
			return set("presence_penalty", presencePenalty);
		}

		/**
		 * Set the penalty for tokens by how often they have occurred.
		 * @param frequencyPenalty from -2 to 2
		 * @return this builder
		 */
		public Builder frequencyPenalty(double frequencyPenalty) {
			return set("frequency_penalty", frequencyPenalty);
		}

		/**
		 * Set the tools that the model may call.
		 * @param tools the tools, with unique names; none removes all tools
		 * @return this builder
		 */
		public Builder tools(Tool... tools) {
			return tools(List.of(tools));
		}

		/**
		 * Set the tools that the model may call.
		 * @param tools the tools, with unique names; an empty list removes all tools
		 * @return this builder
		 */
		public Builder tools(List<Tool> tools) {
			if (tools.isEmpty()) {
				this.parameters.remove("tools");
				return this;
			}
			return set("tools", List.copyOf(tools));
		}

		/**
		 * Set whether the model calls tools. By default the model decides.
		 * @param toolChoice the choice
		 * @return this builder
		 */
		public Builder toolChoice(ToolChoice toolChoice) {
			return set("tool_choice", toolChoice);
		}

		/**
		 * Set whether the model may call several tools in one answer. The default depends
		 * on the engine.
		 * @param parallelToolCalls {@code false} for at most one tool call per answer
		 * @return this builder
		 */
		public Builder parallelToolCalls(boolean parallelToolCalls) {
			return set("parallel_tool_calls", parallelToolCalls);
		}

		/**
		 * Set the format of the answer. The default is text.
		 * @param responseFormat the format
		 * @return this builder
		 */
		public Builder responseFormat(ResponseFormat responseFormat) {
			return set("response_format", responseFormat);
		}

		/**
		 * Set the number of choices to generate. The default is 1.
		 * @param n the number of choices, at least 1
		 * @return this builder
		 */
		public Builder n(int n) {
			return set("n", n);
		}

		/**
		 * Request the log probabilities of the generated tokens.
		 * @param alternatives the number of most likely alternatives for each token, from
		 * 0 to 20
		 * @return this builder
		 */
		public Builder logprobs(int alternatives) {
			set("logprobs", true);
			return set("top_logprobs", alternatives);
		}

		/**
		 * Set how much a reasoning model thinks before it answers.
		 * @param reasoningEffort a value that the model supports, such as {@code low},
		 * {@code medium} or {@code high}
		 * @return this builder
		 */
		public Builder reasoningEffort(String reasoningEffort) {
			return set("reasoning_effort", reasoningEffort);
		}

		/**
		 * Set the deadline of this call, which includes retries and waits.
		 * @param timeout the time limit
		 * @return this builder
		 */
		public Builder timeout(Duration timeout) {
			this.timeout = timeout;
			return this;
		}

		/**
		 * Set whether streams request token usage ({@code stream_options.include_usage}).
		 * Disable it for servers that reject this field. The default is {@code true}.
		 * @param streamUsage whether to request token usage
		 * @return this builder
		 */
		public Builder streamUsage(boolean streamUsage) {
			this.streamUsage = streamUsage;
			return this;
		}

		/**
		 * Set any other field of the request body, such as {@code guided_json}.
		 * @param name the name of the field on the wire
		 * @param value the value, serialized by the application's {@code JsonMapper}
		 * @return this builder
		 */
		public Builder extra(String name, Object value) {
			return set(name, value);
		}

		private Builder set(String name, Object value) {
			this.parameters.put(name, value);
			return this;
		}

		/**
		 * Build the request.
		 * @return an immutable request
		 */
		public TextRequest build() {
			return new TextRequest(this.prompt, List.copyOf(this.messages),
					Collections.unmodifiableMap(new LinkedHashMap<>(this.parameters)), this.timeout, this.streamUsage);
		}

	}

}
