package dev.inferencekey;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
 * @param keys where the key comes from
 * @param textDefaults parameters of text generation that calls leave open
 * @param timeouts how long calls may take
 * @param retry how failed calls are repeated
 * @param requestIdHeaders the headers in which servers give their id of a request, the
 * preferred one first
 * @param concurrency how many calls may be under way
 * @param circuitBreaker is asked before each attempt
 * @param webClientBuilder makes the {@code WebClient}, when it is first needed
 */
public record WorkloadSettings(@Nullable String baseUrl, @Nullable String project, @Nullable String slug,
		@Nullable String url, @Nullable String model, @Nullable KeySource keys, @Nullable TextRequest textDefaults,
		@Nullable Timeouts timeouts, @Nullable RetrySettings retry, @Nullable List<String> requestIdHeaders,
		@Nullable ConcurrencySettings concurrency, @Nullable CircuitBreaker circuitBreaker,
		@Nullable Supplier<WebClient.Builder> webClientBuilder) {

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
				(this.keys != null || this.url != null) ? this.keys : other.keys,
				merge(this.textDefaults, other.textDefaults),
				(this.timeouts != null) ? this.timeouts.orElse(other.timeouts) : other.timeouts,
				(this.retry != null) ? this.retry.orElse(other.retry) : other.retry,
				either(this.requestIdHeaders, other.requestIdHeaders),
				(this.concurrency != null) ? this.concurrency.orElse(other.concurrency) : other.concurrency,
				either(this.circuitBreaker, other.circuitBreaker),
				either(this.webClientBuilder, other.webClientBuilder));
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

		private @Nullable KeySource keys;

		private @Nullable TextRequest textDefaults;

		private @Nullable Timeouts timeouts;

		private @Nullable RetrySettings retry;

		private @Nullable List<String> requestIdHeaders;

		private @Nullable ConcurrencySettings concurrency;

		private @Nullable CircuitBreaker circuitBreaker;

		private @Nullable Supplier<WebClient.Builder> webClientBuilder;

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
		 * Build the settings.
		 * @return immutable settings
		 */
		public WorkloadSettings build() {
			return new WorkloadSettings(this.baseUrl, this.project, this.slug, this.url, this.model, this.keys,
					this.textDefaults, this.timeouts, this.retry, this.requestIdHeaders, this.concurrency,
					this.circuitBreaker, this.webClientBuilder);
		}

	}

}
