package dev.inferencekey.autoconfigure;

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
	private final TextDefaultsProperties defaults = new TextDefaultsProperties();

	/**
	 * Deadlines of a call.
	 */
	@NestedConfigurationProperty
	private final TimeoutProperties timeout = new TimeoutProperties();

	/**
	 * How failed calls are repeated.
	 */
	@NestedConfigurationProperty
	private final RetryProperties retry = new RetryProperties();

	/**
	 * How many calls of a workload may be under way.
	 */
	@NestedConfigurationProperty
	private final ConcurrencyProperties concurrency = new ConcurrencyProperties();

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

	public TextDefaultsProperties getDefaults() {
		return this.defaults;
	}

	public TimeoutProperties getTimeout() {
		return this.timeout;
	}

	public RetryProperties getRetry() {
		return this.retry;
	}

	public ConcurrencyProperties getConcurrency() {
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
	 * HTTP client settings, over those of {@code spring.http.clients}.
	 */
	public static class Http extends HttpClientSettingsProperties {

	}

}
