package dev.inferencekey;

import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.credential.KeySource;
import dev.inferencekey.resilience.CircuitBreaker;
import dev.inferencekey.resilience.ConcurrencySettings;
import dev.inferencekey.resilience.RetrySettings;
import dev.inferencekey.resilience.Timeouts;
import dev.inferencekey.text.TextRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.web.reactive.function.client.WebClient;

/**
 * What is set for one workload; what is not set is taken from the client. Immutable.
 *
 * @param baseUrl the platform's base URL
 * @param project the project on the platform
 * @param slug the workload's name on the platform, if it differs from the name here
 * @param url the base of an OpenAI-compatible server to use instead of the platform
 * @param model what the field {@code model} says, if not the slug
 * @param encodingFormat how vectors are written, {@code float} or {@code base64}
 * @param keys where the key comes from
 * @param textDefaults parameters of text generation that calls leave open
 * @param timeouts how long calls may take
 * @param retry how failed calls are repeated
 * @param concurrency how many calls may be under way
 * @param circuitBreaker is asked before each attempt
 * @param webClientBuilder makes the {@code WebClient}, when it is first needed
 * @param requireFinishReason whether {@code [DONE]} alone does not complete a stream
 */
public record WorkloadSettings(@Nullable String baseUrl, @Nullable String project, @Nullable String slug,
		@Nullable String url, @Nullable String model, @Nullable String encodingFormat, @Nullable KeySource keys,
		@Nullable TextRequest textDefaults,
		@Nullable Timeouts timeouts, @Nullable RetrySettings retry, @Nullable ConcurrencySettings concurrency,
		@Nullable CircuitBreaker circuitBreaker, @Nullable Supplier<WebClient.Builder> webClientBuilder,
		@Nullable Boolean requireFinishReason) {

	/**
	 * Build settings.
	 * @return a new builder with nothing set
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Fill in what is not set here. With a URL of its own a workload is not on the
	 * platform, whose default key is then no business of that server.
	 * @param other the settings to fall back on
	 * @return new settings
	 */
	WorkloadSettings orElse(WorkloadSettings other) {
		return new WorkloadSettings(either(this.baseUrl, other.baseUrl), either(this.project, other.project),
				either(this.slug, other.slug), either(this.url, other.url), either(this.model, other.model),
				either(this.encodingFormat, other.encodingFormat),
				(this.keys != null || this.url != null) ? this.keys : other.keys,
				merge(this.textDefaults, other.textDefaults),
				(this.timeouts != null) ? this.timeouts.orElse(other.timeouts) : other.timeouts,
				(this.retry != null) ? this.retry.orElse(other.retry) : other.retry,
				(this.concurrency != null) ? this.concurrency.orElse(other.concurrency) : other.concurrency,
				either(this.circuitBreaker, other.circuitBreaker),
				either(this.webClientBuilder, other.webClientBuilder),
				either(this.requireFinishReason, other.requireFinishReason));
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

		private @Nullable String encodingFormat;

		private @Nullable KeySource keys;

		private @Nullable TextRequest textDefaults;

		private @Nullable Timeouts timeouts;

		private @Nullable RetrySettings retry;

		private @Nullable ConcurrencySettings concurrency;

		private @Nullable CircuitBreaker circuitBreaker;

		private @Nullable Supplier<WebClient.Builder> webClientBuilder;

		private @Nullable Boolean requireFinishReason;

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
		 * Build the settings.
		 * @return immutable settings
		 */
		public WorkloadSettings build() {
			return new WorkloadSettings(this.baseUrl, this.project, this.slug, this.url, this.model,
					this.encodingFormat, this.keys,
					this.textDefaults, this.timeouts, this.retry, this.concurrency, this.circuitBreaker,
					this.webClientBuilder, this.requireFinishReason);
		}

	}

}
