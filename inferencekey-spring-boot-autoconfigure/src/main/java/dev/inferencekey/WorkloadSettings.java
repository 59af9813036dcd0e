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

package dev.inferencekey;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.credential.KeySource;
import dev.inferencekey.error.ConfigurationException;
import dev.inferencekey.resilience.CircuitBreaker;
import dev.inferencekey.resilience.ConcurrencySettings;
import dev.inferencekey.resilience.RetrySettings;
import dev.inferencekey.resilience.Timeouts;
import dev.inferencekey.text.TextRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.web.reactive.function.client.WebClient;

/**
 * What is set for one workload; what is not set is taken from the client. Immutable.
 */
public final class WorkloadSettings {

	private final @Nullable String baseUrl;

	private final @Nullable String project;

	private final @Nullable String slug;

	private final @Nullable String url;

	private final @Nullable String model;

	private final @Nullable String task;

	private final @Nullable String encodingFormat;

	private final @Nullable Integer embedBatchSize;

	private final @Nullable Integer maxConcurrentBatches;

	private final @Nullable KeySource keys;

	private final @Nullable TextRequest textDefaults;

	private final @Nullable Timeouts timeouts;

	private final @Nullable RetrySettings retry;

	private final @Nullable List<String> requestIdHeaders;

	private final @Nullable ConcurrencySettings concurrency;

	private final @Nullable CircuitBreaker circuitBreaker;

	private final @Nullable Supplier<WebClient.Builder> webClientBuilder;

	private final @Nullable Boolean requireFinishReason;

	private final @Nullable Boolean thinkTags;

	private WorkloadSettings(Builder builder) {
		this.baseUrl = builder.baseUrl;
		this.project = builder.project;
		this.slug = builder.slug;
		this.url = builder.url;
		this.model = builder.model;
		this.task = builder.task;
		this.encodingFormat = builder.encodingFormat;
		this.embedBatchSize = builder.embedBatchSize;
		this.maxConcurrentBatches = builder.maxConcurrentBatches;
		this.keys = builder.keys;
		this.textDefaults = builder.textDefaults;
		this.timeouts = builder.timeouts;
		this.retry = builder.retry;
		this.requestIdHeaders = builder.requestIdHeaders;
		this.concurrency = builder.concurrency;
		this.circuitBreaker = builder.circuitBreaker;
		this.webClientBuilder = builder.webClientBuilder;
		this.requireFinishReason = builder.requireFinishReason;
		this.thinkTags = builder.thinkTags;
	}

	/**
	 * Build settings.
	 * @return a new builder with nothing set
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * The platform's base URL.
	 * @return an absolute URL, or {@code null} if it is not set
	 */
	public @Nullable String baseUrl() {
		return this.baseUrl;
	}

	/**
	 * The project on the platform.
	 * @return the project's slug, or {@code null} if it is not set
	 */
	public @Nullable String project() {
		return this.project;
	}

	/**
	 * The workload's name on the platform.
	 * @return the slug, or {@code null} if it is not set
	 */
	public @Nullable String slug() {
		return this.slug;
	}

	/**
	 * The base of an OpenAI-compatible server that is used instead of the platform.
	 * @return an absolute URL, or {@code null} if it is not set
	 */
	public @Nullable String url() {
		return this.url;
	}

	/**
	 * What the field {@code model} of requests says.
	 * @return the model's name, or {@code null} if it is not set
	 */
	public @Nullable String model() {
		return this.model;
	}

	/**
	 * What the workload does, in the platform's words.
	 * @return for example {@code embedding} or {@code reranker}, {@code null} for
	 * {@code text2text}
	 */
	public @Nullable String task() {
		return this.task;
	}

	/**
	 * How vectors are written on the wire.
	 * @return {@code float} or {@code base64}, {@code null} to find out what works
	 */
	public @Nullable String encodingFormat() {
		return this.encodingFormat;
	}

	/**
	 * The most texts that are embedded in one request.
	 * @return the number, or {@code null} if it is not set
	 */
	public @Nullable Integer embedBatchSize() {
		return this.embedBatchSize;
	}

	/**
	 * The most requests at the same time that embed the texts of one call.
	 * @return the number, or {@code null} if it is not set
	 */
	public @Nullable Integer maxConcurrentBatches() {
		return this.maxConcurrentBatches;
	}

	/**
	 * The headers in which servers give their id of a request.
	 * @return names of headers, the preferred one first; {@code null} for the default
	 */
	public @Nullable List<String> requestIdHeaders() {
		return this.requestIdHeaders;
	}

	/**
	 * Where the key comes from.
	 * @return the source, or {@code null} if it is not set
	 */
	public @Nullable KeySource keys() {
		return this.keys;
	}

	/**
	 * Parameters of text generation that calls leave open.
	 * @return a request without a prompt, or {@code null} if it is not set
	 */
	public @Nullable TextRequest textDefaults() {
		return this.textDefaults;
	}

	/**
	 * How long calls may take.
	 * @return the time-outs, or {@code null} if it is not set
	 */
	public @Nullable Timeouts timeouts() {
		return this.timeouts;
	}

	/**
	 * How failed calls are retried.
	 * @return the settings, or {@code null} if it is not set
	 */
	public @Nullable RetrySettings retry() {
		return this.retry;
	}

	/**
	 * How many calls may be under way.
	 * @return the settings, or {@code null} if it is not set
	 */
	public @Nullable ConcurrencySettings concurrency() {
		return this.concurrency;
	}

	/**
	 * What is asked before each attempt.
	 * @return the circuit breaker, or {@code null} if it is not set
	 */
	public @Nullable CircuitBreaker circuitBreaker() {
		return this.circuitBreaker;
	}

	/**
	 * What makes the {@code WebClient}, when it is first needed.
	 * @return a supplier of new builders, or {@code null} if it is not set
	 */
	public @Nullable Supplier<WebClient.Builder> webClientBuilder() {
		return this.webClientBuilder;
	}

	/**
	 * Whether {@code [DONE]} alone does not complete a stream.
	 * @return {@code true} if a stream must say why it ends, {@code false} if not, or
	 * {@code null} if it is not set
	 */
	public @Nullable Boolean requireFinishReason() {
		return this.requireFinishReason;
	}

	/**
	 * Whether {@code <think>…</think>} at the start of a text is reasoning.
	 * @return {@code true} if it is told apart, {@code false} if it stays in the text, or
	 * {@code null} if it is not set
	 */
	public @Nullable Boolean thinkTags() {
		return this.thinkTags;
	}

	/**
	 * Fill in what is not set here. With a URL of its own a workload is not on the
	 * platform, whose default key is then no business of that server.
	 * @param other the settings to fall back on
	 * @return new settings
	 */
	WorkloadSettings orElse(WorkloadSettings other) {
		Builder merged = new Builder();
		merged.baseUrl = either(this.baseUrl, other.baseUrl);
		merged.project = either(this.project, other.project);
		merged.slug = either(this.slug, other.slug);
		merged.url = either(this.url, other.url);
		merged.model = either(this.model, other.model);
		merged.task = either(this.task, other.task);
		merged.encodingFormat = either(this.encodingFormat, other.encodingFormat);
		merged.embedBatchSize = either(this.embedBatchSize, other.embedBatchSize);
		merged.maxConcurrentBatches = either(this.maxConcurrentBatches, other.maxConcurrentBatches);
		merged.keys = (this.keys != null || this.url != null) ? this.keys : other.keys;
		merged.textDefaults = merge(this.textDefaults, other.textDefaults);
		merged.timeouts = (this.timeouts != null) ? this.timeouts.orElse(other.timeouts) : other.timeouts;
		merged.retry = (this.retry != null) ? this.retry.orElse(other.retry) : other.retry;
		merged.concurrency = (this.concurrency != null) ? this.concurrency.orElse(other.concurrency)
				: other.concurrency;
		merged.requestIdHeaders = either(this.requestIdHeaders, other.requestIdHeaders);
		merged.circuitBreaker = either(this.circuitBreaker, other.circuitBreaker);
		merged.webClientBuilder = either(this.webClientBuilder, other.webClientBuilder);
		merged.requireFinishReason = either(this.requireFinishReason, other.requireFinishReason);
		merged.thinkTags = either(this.thinkTags, other.thinkTags);
		return merged.build();
	}

	/**
	 * The settings that are made here and could be made for all workloads, by the names
	 * that messages give them.
	 * @return names below {@code inferencekey}
	 */
	Set<String> names() {
		Set<String> names = new HashSet<>();
		add(names, "base-url", this.baseUrl);
		add(names, "project", this.project);
		if (this.timeouts != null) {
			add(names, "timeout.first-chunk", this.timeouts.firstChunk());
			add(names, "timeout.idle", this.timeouts.idle());
			add(names, "timeout.total", this.timeouts.total());
		}
		return names;
	}

	private static void add(Set<String> names, String name, @Nullable Object value) {
		if (value != null) {
			names.add(name);
		}
	}

	private static <T> @Nullable T either(@Nullable T value, @Nullable T fallback) {
		return (value != null) ? value : fallback;
	}

	private static @Nullable TextRequest merge(@Nullable TextRequest value, @Nullable TextRequest fallback) {
		return (value != null && fallback != null) ? value.orElse(fallback) : either(value, fallback);
	}

	/**
	 * Builds {@link WorkloadSettings}. Not thread-safe.
	 */
	public static final class Builder {

		private @Nullable String baseUrl;

		private @Nullable String project;

		private @Nullable String slug;

		private @Nullable String url;

		private @Nullable String model;

		private @Nullable String task;

		private @Nullable String encodingFormat;

		private @Nullable Integer embedBatchSize;

		private @Nullable Integer maxConcurrentBatches;

		private @Nullable KeySource keys;

		private @Nullable TextRequest textDefaults;

		private @Nullable Timeouts timeouts;

		private @Nullable RetrySettings retry;

		private @Nullable List<String> requestIdHeaders;

		private @Nullable ConcurrencySettings concurrency;

		private @Nullable CircuitBreaker circuitBreaker;

		private @Nullable Supplier<WebClient.Builder> webClientBuilder;

		private @Nullable Boolean requireFinishReason;

		private @Nullable Boolean thinkTags;

		private Builder() {
		}

		/**
		 * The platform's base URL.
		 * @param baseUrl an absolute URL
		 * @return this builder
		 */
		public Builder baseUrl(@Nullable String baseUrl) {
			this.baseUrl = baseUrl;
			return this;
		}

		/**
		 * The project on the platform.
		 * @param project the project's slug
		 * @return this builder
		 */
		public Builder project(@Nullable String project) {
			this.project = project;
			return this;
		}

		/**
		 * The workload's name on the platform.
		 * @param slug the slug, by default the name here
		 * @return this builder
		 */
		public Builder slug(@Nullable String slug) {
			this.slug = slug;
			return this;
		}

		/**
		 * The base of an OpenAI-compatible server to use instead of the platform. Drops a
		 * key that was set before, since that is the platform's; set another afterwards.
		 * @param url for example {@code http://localhost:11434/v1}
		 * @return this builder
		 */
		public Builder url(@Nullable String url) {
			this.url = url;
			if (url != null) {
				this.keys = null;
			}
			return this;
		}

		/**
		 * What the field {@code model} says.
		 * @param model a model's name, by default the slug
		 * @return this builder
		 */
		public Builder model(@Nullable String model) {
			this.model = model;
			return this;
		}

		/**
		 * What the workload does, which decides what integrations offer it for.
		 * @param task the platform's word, such as {@code embedding} or {@code reranker};
		 * by default {@code text2text}
		 * @return this builder
		 */
		public Builder task(@Nullable String task) {
			this.task = task;
			return this;
		}

		/**
		 * How servers are asked to write vectors. By default base64 is tried, and numbers
		 * where it does not work.
		 * @param encodingFormat {@code float} or {@code base64}, for requests that do not
		 * set it themselves
		 * @return this builder
		 */
		public Builder encodingFormat(@Nullable String encodingFormat) {
			this.encodingFormat = encodingFormat;
			return this;
		}

		/**
		 * The most texts to embed in one request; more are split.
		 * @param embedBatchSize at least 1, by default 64
		 * @return this builder
		 * @throws ConfigurationException if it is less than 1
		 */
		public Builder embedBatchSize(@Nullable Integer embedBatchSize) {
			this.embedBatchSize = atLeastOne("batch-size", embedBatchSize);
			return this;
		}

		/**
		 * The most requests at the same time that embed the texts of one call. Each of
		 * them counts for the concurrency limit.
		 * @param maxConcurrentBatches at least 1, by default 4
		 * @return this builder
		 * @throws ConfigurationException if it is less than 1
		 */
		public Builder maxConcurrentBatches(@Nullable Integer maxConcurrentBatches) {
			this.maxConcurrentBatches = atLeastOne("max-concurrent-batches", maxConcurrentBatches);
			return this;
		}

		private static @Nullable Integer atLeastOne(String name, @Nullable Integer value) {
			if (value != null && value < 1) {
				throw new ConfigurationException(null, "The value of embedding." + name + " is " + value + ".",
						"Set inferencekey.embedding." + name + " to at least 1.");
			}
			return value;
		}

		/**
		 * The key.
		 * @param key a data key
		 * @return this builder
		 */
		public Builder apiKey(ApiKey key) {
			return keys(KeySource.fixed(key));
		}

		/**
		 * Where the key comes from.
		 * @param keys is asked for each request
		 * @return this builder
		 */
		public Builder keys(@Nullable KeySource keys) {
			this.keys = keys;
			return this;
		}

		/**
		 * Parameters of text generation that calls leave open.
		 * @param defaults sets the parameters; a prompt or messages do not count
		 * @return this builder
		 */
		public Builder textDefaults(Consumer<TextRequest.Builder> defaults) {
			this.textDefaults = TextRequest.of(defaults);
			return this;
		}

		/**
		 * How long calls may take.
		 * @param timeouts the time-outs
		 * @return this builder
		 */
		public Builder timeouts(Timeouts timeouts) {
			this.timeouts = timeouts;
			return this;
		}

		/**
		 * How failed calls are repeated.
		 * @param retry the settings
		 * @return this builder
		 */
		public Builder retry(RetrySettings retry) {
			this.retry = retry;
			return this;
		}

		/**
		 * The headers in which servers and gateways give their id of a request, which
		 * exceptions and logs show.
		 * @param names the names, the preferred one first; by default those of the
		 * platform and of common gateways
		 * @return this builder
		 */
		public Builder requestIdHeaders(@Nullable List<String> names) {
			this.requestIdHeaders = (names != null) ? List.copyOf(names) : null;
			return this;
		}

		/**
		 * How many calls may be under way.
		 * @param concurrency the settings
		 * @return this builder
		 */
		public Builder concurrency(ConcurrencySettings concurrency) {
			this.concurrency = concurrency;
			return this;
		}

		/**
		 * A circuit breaker, by default none.
		 * @param circuitBreaker is asked before each attempt
		 * @return this builder
		 */
		public Builder circuitBreaker(CircuitBreaker circuitBreaker) {
			this.circuitBreaker = circuitBreaker;
			return this;
		}

		/**
		 * How the {@code WebClient} is made, when it is first needed.
		 * @param webClientBuilder gives a builder of its own at each call
		 * @return this builder
		 */
		public Builder webClientBuilder(@Nullable Supplier<WebClient.Builder> webClientBuilder) {
			this.webClientBuilder = webClientBuilder;
			return this;
		}

		/**
		 * Whether a stream whose frames have the field {@code finish_reason} must say why
		 * it ends. Engines that cut a running stream send {@code [DONE]} all the same.
		 * @param requireFinishReason {@code false} to let {@code [DONE]} complete streams
		 * in any case, by default {@code true}
		 * @return this builder
		 */
		public Builder requireFinishReason(@Nullable Boolean requireFinishReason) {
			this.requireFinishReason = requireFinishReason;
			return this;
		}

		/**
		 * Whether {@code <think>…</think>} at the start of a text is reasoning, for
		 * engines that do not tell it apart themselves.
		 * @param thinkTags {@code true} to split it from the text, by default
		 * {@code false}
		 * @return this builder
		 */
		public Builder thinkTags(@Nullable Boolean thinkTags) {
			this.thinkTags = thinkTags;
			return this;
		}

		/**
		 * Build the settings.
		 * @return immutable settings
		 */
		public WorkloadSettings build() {
			return new WorkloadSettings(this);
		}

	}

}
