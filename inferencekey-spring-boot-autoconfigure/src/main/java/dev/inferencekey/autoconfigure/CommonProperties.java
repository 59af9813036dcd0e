package dev.inferencekey.autoconfigure;

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
	 * HTTP client settings, over those of {@code spring.http.clients}.
	 */
	public static class Http extends HttpClientSettingsProperties {

	}

}
