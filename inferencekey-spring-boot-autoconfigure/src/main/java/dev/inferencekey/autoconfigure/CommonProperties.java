package dev.inferencekey.autoconfigure;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.http.client.autoconfigure.HttpClientSettingsProperties;

/**
 * What can be set for all workloads and for each. There is no {@code toString}, and keys
 * are plain strings without constraints, since whatever checks or prints properties also
 * prints their values.
 */
public abstract class CommonProperties {

	/**
	 * Base URL of the platform. By default https://api.inferencekey.com.
	 */
	private @Nullable String baseUrl;

	/**
	 * Slug of the project that the workloads belong to.
	 */
	private @Nullable String project;

	/**
	 * Data key (ik_live_...). One of all workloads is the default for those without a key
	 * of their own.
	 */
	private @Nullable String apiKey;

	/**
	 * File that holds the data key and nothing else, as Kubernetes or Vault mounts it. It
	 * is read again when it changes, at most once a second.
	 */
	private @Nullable String apiKeyLocation;

	/**
	 * Parameters of text generation that calls leave open.
	 */
	@NestedConfigurationProperty
	private final Defaults defaults = new Defaults();

	/**
	 * Deadlines of a call.
	 */
	@NestedConfigurationProperty
	private final Timeout timeout = new Timeout();

	/**
	 * How failed calls are repeated.
	 */
	@NestedConfigurationProperty
	private final Retry retry = new Retry();

	/**
	 * How many calls of a workload may be under way.
	 */
	@NestedConfigurationProperty
	private final Concurrency concurrency = new Concurrency();

	/**
	 * Whether calls go through a circuit breaker of Resilience4j, named
	 * inferencekey-[workload], which must be on the class path. By default false.
	 */
	private @Nullable Boolean circuitBreaker;

	/**
	 * HTTP client settings, over those of spring.http.clients.
	 */
	@NestedConfigurationProperty
	private final Http http = new Http();

	public @Nullable String getBaseUrl() {
		return this.baseUrl;
	}

	public void setBaseUrl(@Nullable String baseUrl) {
		this.baseUrl = baseUrl;
	}

	public @Nullable String getProject() {
		return this.project;
	}

	public void setProject(@Nullable String project) {
		this.project = project;
	}

	public @Nullable String getApiKey() {
		return this.apiKey;
	}

	public void setApiKey(@Nullable String apiKey) {
		this.apiKey = apiKey;
	}

	public @Nullable String getApiKeyLocation() {
		return this.apiKeyLocation;
	}

	public void setApiKeyLocation(@Nullable String apiKeyLocation) {
		this.apiKeyLocation = apiKeyLocation;
	}

	public Defaults getDefaults() {
		return this.defaults;
	}

	public Timeout getTimeout() {
		return this.timeout;
	}

	public Retry getRetry() {
		return this.retry;
	}

	public Concurrency getConcurrency() {
		return this.concurrency;
	}

	public @Nullable Boolean getCircuitBreaker() {
		return this.circuitBreaker;
	}

	public void setCircuitBreaker(@Nullable Boolean circuitBreaker) {
		this.circuitBreaker = circuitBreaker;
	}

	public Http getHttp() {
		return this.http;
	}

	/**
	 * Parameters of text generation that calls leave open.
	 */
	public static class Defaults {

		/**
		 * How much chance there is in the choice of tokens, from 0 to 2.
		 */
		private @Nullable Double temperature;

		/**
		 * The most tokens that an answer may have.
		 */
		private @Nullable Integer maxTokens;

		/**
		 * The share of the probability mass that tokens are chosen from, above 0 up to 1.
		 */
		private @Nullable Double topP;

		/**
		 * Texts that end an answer.
		 */
		private @Nullable List<String> stop;

		/**
		 * Makes sampling repeatable, as far as the engine can.
		 */
		private @Nullable Long seed;

		/**
		 * Makes tokens that occurred at all less likely, from -2 to 2.
		 */
		private @Nullable Double presencePenalty;

		/**
		 * Makes tokens less likely the more often they occurred, from -2 to 2.
		 */
		private @Nullable Double frequencyPenalty;

		public @Nullable Double getTemperature() {
			return this.temperature;
		}

		public void setTemperature(@Nullable Double temperature) {
			this.temperature = temperature;
		}

		public @Nullable Integer getMaxTokens() {
			return this.maxTokens;
		}

		public void setMaxTokens(@Nullable Integer maxTokens) {
			this.maxTokens = maxTokens;
		}

		public @Nullable Double getTopP() {
			return this.topP;
		}

		public void setTopP(@Nullable Double topP) {
			this.topP = topP;
		}

		public @Nullable List<String> getStop() {
			return this.stop;
		}

		public void setStop(@Nullable List<String> stop) {
			this.stop = stop;
		}

		public @Nullable Long getSeed() {
			return this.seed;
		}

		public void setSeed(@Nullable Long seed) {
			this.seed = seed;
		}

		public @Nullable Double getPresencePenalty() {
			return this.presencePenalty;
		}

		public void setPresencePenalty(@Nullable Double presencePenalty) {
			this.presencePenalty = presencePenalty;
		}

		public @Nullable Double getFrequencyPenalty() {
			return this.frequencyPenalty;
		}

		public void setFrequencyPenalty(@Nullable Double frequencyPenalty) {
			this.frequencyPenalty = frequencyPenalty;
		}

	}

	/**
	 * Deadlines of a call.
	 */
	public static class Timeout {

		/**
		 * From sending a request to the first byte of the answer. By default 2m.
		 */
		private @Nullable Duration firstChunk;

		/**
		 * Longest gap in an answer that has begun. By default 1m.
		 */
		private @Nullable Duration idle;

		/**
		 * Whole call with all its retries and waits. By default 10m.
		 */
		private @Nullable Duration total;

		public @Nullable Duration getFirstChunk() {
			return this.firstChunk;
		}

		public void setFirstChunk(@Nullable Duration firstChunk) {
			this.firstChunk = firstChunk;
		}

		public @Nullable Duration getIdle() {
			return this.idle;
		}

		public void setIdle(@Nullable Duration idle) {
			this.idle = idle;
		}

		public @Nullable Duration getTotal() {
			return this.total;
		}

		public void setTotal(@Nullable Duration total) {
			this.total = total;
		}

	}

	/**
	 * How failed calls are repeated.
	 */
	public static class Retry {

		/**
		 * Most times that a call is sent; 1 switches retries off. By default 3.
		 */
		private @Nullable Integer maxAttempts;

		/**
		 * Longest wait before the first retry; it doubles with each, and the real wait is
		 * a random part of it. By default 500ms.
		 */
		private @Nullable Duration initialBackoff;

		/**
		 * Longest wait before any retry, unless the server asks for more. By default 20s.
		 */
		private @Nullable Duration maxBackoff;

		public @Nullable Integer getMaxAttempts() {
			return this.maxAttempts;
		}

		public void setMaxAttempts(@Nullable Integer maxAttempts) {
			this.maxAttempts = maxAttempts;
		}

		public @Nullable Duration getInitialBackoff() {
			return this.initialBackoff;
		}

		public void setInitialBackoff(@Nullable Duration initialBackoff) {
			this.initialBackoff = initialBackoff;
		}

		public @Nullable Duration getMaxBackoff() {
			return this.maxBackoff;
		}

		public void setMaxBackoff(@Nullable Duration maxBackoff) {
			this.maxBackoff = maxBackoff;
		}

	}

	/**
	 * How many calls of a workload may be under way.
	 */
	public static class Concurrency {

		/**
		 * Most calls at the same time. By default 256.
		 */
		private @Nullable Integer maxInFlight;

		/**
		 * Most calls that wait for a place; further ones are refused. By default 1000.
		 */
		private @Nullable Integer maxQueued;

		public @Nullable Integer getMaxInFlight() {
			return this.maxInFlight;
		}

		public void setMaxInFlight(@Nullable Integer maxInFlight) {
			this.maxInFlight = maxInFlight;
		}

		public @Nullable Integer getMaxQueued() {
			return this.maxQueued;
		}

		public void setMaxQueued(@Nullable Integer maxQueued) {
			this.maxQueued = maxQueued;
		}

	}

	/**
	 * HTTP client settings, over those of {@code spring.http.clients}.
	 */
	public static class Http extends HttpClientSettingsProperties {

	}

}
