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
 * A request to generate text: exactly one of a prompt and messages, and how to sample.
 * What is not set is left out of the request, so that the workload's own defaults hold.
 * Immutable. It is checked when it is sent.
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
	 * A request of one user message.
	 * @param prompt what the user says
	 * @return the request
	 */
	public static TextRequest of(String prompt) {
		return new TextRequest(prompt, List.of(), Map.of(), null, null);
	}

	/**
	 * Build a request.
	 * @return a new builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Build a request in place.
	 * @param request fills the builder
	 * @return the request
	 */
	public static TextRequest of(Consumer<Builder> request) {
		Builder builder = builder();
		request.accept(builder);
		return builder.build();
	}

	/**
	 * The single user message.
	 * @return the prompt, or {@code null} when there are messages instead
	 */
	public @Nullable String prompt() {
		return this.prompt;
	}

	/**
	 * The conversation.
	 * @return the messages, empty when there is a prompt instead
	 */
	public List<ChatMessage> messages() {
		return this.messages;
	}

	/**
	 * Every other field of the body that is set, by its name on the wire.
	 * @return the fields in the order in which they were set
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
	 * Whether a stream is asked to tell what it cost.
	 * @return {@code true} unless it was switched off
	 */
	public boolean isStreamUsage() {
		return !Boolean.FALSE.equals(this.streamUsage);
	}

	/**
	 * The tools that the model may call.
	 * @return the tools, empty for none
	 */
	public List<Tool> tools() {
		return (this.parameters.get("tools") instanceof List<?> list)
				? list.stream().filter(Tool.class::isInstance).map(Tool.class::cast).toList() : List.of();
	}

	/**
	 * Start a new request from this one.
	 * @return a builder with everything that this request has
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
	 * Fill in what this request leaves open.
	 * @param defaults the request to take parameters from; its prompt and messages do not
	 * count
	 * @return a request with the parameters of both, of which this one's win
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
		 * Ask with a single user message. Excludes messages.
		 * @param prompt what the user says
		 * @return this builder
		 */
		public Builder prompt(String prompt) {
			this.prompt = prompt;
			return this;
		}

		/**
		 * Add the messages of a conversation. Excludes a prompt.
		 * @param messages the messages, oldest first
		 * @return this builder
		 */
		public Builder messages(List<ChatMessage> messages) {
			this.messages.addAll(messages);
			return this;
		}

		/**
		 * Add a message. Excludes a prompt.
		 * @param message the next message of the conversation
		 * @return this builder
		 */
		public Builder message(ChatMessage message) {
			this.messages.add(message);
			return this;
		}

		/**
		 * Add a system message. Excludes a prompt.
		 * @param content what the model is told
		 * @return this builder
		 */
		public Builder system(String content) {
			this.messages.add(ChatMessage.system(content));
			return this;
		}

		/**
		 * Add a user message. Excludes a prompt.
		 * @param content what the user says
		 * @return this builder
		 */
		public Builder user(String content) {
			this.messages.add(ChatMessage.user(content));
			return this;
		}

		/**
		 * Add an assistant message. Excludes a prompt.
		 * @param content what the model said before
		 * @return this builder
		 */
		public Builder assistant(String content) {
			this.messages.add(ChatMessage.assistant(content));
			return this;
		}

		/**
		 * How much chance there is in the choice of tokens.
		 * @param temperature 0 for as little as the engine can, up to 2
		 * @return this builder
		 */
		public Builder temperature(double temperature) {
			return set("temperature", temperature);
		}

		/**
		 * The most tokens that the answer may have.
		 * @param maxTokens a number of at least 1
		 * @return this builder
		 */
		public Builder maxTokens(int maxTokens) {
			return set("max_tokens", maxTokens);
		}

		/**
		 * The share of the probability mass that tokens are chosen from.
		 * @param topP above 0, up to 1
		 * @return this builder
		 */
		public Builder topP(double topP) {
			return set("top_p", topP);
		}

		/**
		 * Texts that end the answer; they are not part of it.
		 * @param stop one or more texts
		 * @return this builder
		 */
		public Builder stop(String... stop) {
			return stop(List.of(stop));
		}

		/**
		 * Texts that end the answer; they are not part of it.
		 * @param stop one or more texts
		 * @return this builder
		 */
		public Builder stop(List<String> stop) {
			return set("stop", List.copyOf(stop));
		}

		/**
		 * Makes sampling repeatable, as far as the engine can.
		 * @param seed any number
		 * @return this builder
		 */
		public Builder seed(long seed) {
			return set("seed", seed);
		}

		/**
		 * Makes tokens that occurred at all less likely.
		 * @param presencePenalty from -2 to 2
		 * @return this builder
		 */
		public Builder presencePenalty(double presencePenalty) {
			return set("presence_penalty", presencePenalty);
		}

		/**
		 * Makes tokens less likely the more often they occurred.
		 * @param frequencyPenalty from -2 to 2
		 * @return this builder
		 */
		public Builder frequencyPenalty(double frequencyPenalty) {
			return set("frequency_penalty", frequencyPenalty);
		}

		/**
		 * Let the model call tools.
		 * @param tools the tools, with names that differ
		 * @return this builder
		 */
		public Builder tools(Tool... tools) {
			return tools(List.of(tools));
		}

		/**
		 * Let the model call tools.
		 * @param tools the tools, with names that differ
		 * @return this builder
		 */
		public Builder tools(List<Tool> tools) {
			return set("tools", List.copyOf(tools));
		}

		/**
		 * Set whether the model calls tools.
		 * @param toolChoice by default the model decides
		 * @return this builder
		 */
		public Builder toolChoice(ToolChoice toolChoice) {
			return set("tool_choice", toolChoice);
		}

		/**
		 * Set whether the model may call several tools at once.
		 * @param parallelToolCalls by default the engine's own
		 * @return this builder
		 */
		public Builder parallelToolCalls(boolean parallelToolCalls) {
			return set("parallel_tool_calls", parallelToolCalls);
		}

		/**
		 * Set the form that the answer must have.
		 * @param responseFormat by default any text
		 * @return this builder
		 */
		public Builder responseFormat(ResponseFormat responseFormat) {
			return set("response_format", responseFormat);
		}

		/**
		 * Ask for several choices.
		 * @param n how many, at least 1
		 * @return this builder
		 */
		public Builder n(int n) {
			return set("n", n);
		}

		/**
		 * Ask how likely each token was.
		 * @param alternatives how many of the most likely tokens to tell at each place,
		 * from 0 for just the chosen one to 20
		 * @return this builder
		 */
		public Builder logprobs(int alternatives) {
			set("logprobs", true);
			return set("top_logprobs", alternatives);
		}

		/**
		 * Set how much a reasoning model thinks before it answers.
		 * @param reasoningEffort a word that the model knows, such as {@code low},
		 * {@code medium} or {@code high}
		 * @return this builder
		 */
		public Builder reasoningEffort(String reasoningEffort) {
			return set("reasoning_effort", reasoningEffort);
		}

		/**
		 * Give this call a deadline of its own.
		 * @param timeout how long it may take, with all its retries and waits
		 * @return this builder
		 */
		public Builder timeout(Duration timeout) {
			this.timeout = timeout;
			return this;
		}

		/**
		 * Whether a stream is asked to tell what it cost, by
		 * {@code stream_options.include_usage}. Switch it off for servers that refuse
		 * that field.
		 * @param streamUsage by default {@code true}
		 * @return this builder
		 */
		public Builder streamUsage(boolean streamUsage) {
			this.streamUsage = streamUsage;
			return this;
		}

		/**
		 * Set any other field of the body, such as {@code guided_json}.
		 * @param name the name on the wire
		 * @param value anything that the application's {@code JsonMapper} can write
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
