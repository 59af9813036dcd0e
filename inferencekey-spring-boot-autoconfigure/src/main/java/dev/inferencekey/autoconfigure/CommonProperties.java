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

package dev.inferencekey.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.http.client.autoconfigure.HttpClientSettingsProperties;

/**
 * The properties that can be set for all workloads and for each of them. There is no
 * {@code toString}, and keys are plain strings without constraints, since validators and
 * failure analyzers print the values that they reject.
 */
public abstract class CommonProperties {

	/**
	 * Base URL of the platform, without /v1. By default https://api.inferencekey.com.
	 */
	private @Nullable String baseUrl;

	/**
	 * Slug of the project on the platform.
	 */
	private @Nullable String project;

	/**
	 * Data key (ik_live_...). The common one is for workloads without a key of their own.
	 */
	private @Nullable String apiKey;

	/**
	 * File that holds the data key and nothing else, as mounted by Kubernetes or Vault.
	 * It is read again when it changes, at most once a second.
	 */
	private @Nullable String apiKeyLocation;

	/**
	 * Parameters of text generation for calls that do not set them.
	 */
	@NestedConfigurationProperty
	private final TextDefaultsProperties defaults = new TextDefaultsProperties();

	/**
	 * How vectors are requested.
	 */
	@NestedConfigurationProperty
	private final EmbeddingProperties embedding = new EmbeddingProperties();

	/**
	 * Deadlines of a call.
	 */
	@NestedConfigurationProperty
	private final TimeoutProperties timeout = new TimeoutProperties();

	/**
	 * Retries of failed calls.
	 */
	@NestedConfigurationProperty
	private final RetryProperties retry = new RetryProperties();

	/**
	 * Response headers in which servers and gateways give their id of a request, the
	 * preferred one first. Exceptions and logs show the id. By default x-request-id,
	 * request-id, x-litellm-call-id, apim-request-id, cf-ray.
	 */
	private @Nullable List<String> requestIdHeaders;

	/**
	 * Limits on concurrent calls of a workload.
	 */
	@NestedConfigurationProperty
	private final ConcurrencyProperties concurrency = new ConcurrencyProperties();

	/**
	 * How streams are read.
	 */
	@NestedConfigurationProperty
	private final StreamProperties stream = new StreamProperties();

	/**
	 * How reasoning is told from the text.
	 */
	@NestedConfigurationProperty
	private final ReasoningProperties reasoning = new ReasoningProperties();

	/**
	 * Whether calls go through the Resilience4j circuit breaker inferencekey-[workload].
	 * Needs Resilience4j on the class path. By default false.
	 */
	private @Nullable Boolean circuitBreaker;

	/**
	 * HTTP client settings, which override those of spring.http.clients.
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

	public EmbeddingProperties getEmbedding() {
		return this.embedding;
	}

	public TimeoutProperties getTimeout() {
		return this.timeout;
	}

	public RetryProperties getRetry() {
		return this.retry;
	}

	public @Nullable List<String> getRequestIdHeaders() {
		return this.requestIdHeaders;
	}

	public void setRequestIdHeaders(@Nullable List<String> requestIdHeaders) {
		this.requestIdHeaders = requestIdHeaders;
	}

	public ConcurrencyProperties getConcurrency() {
		return this.concurrency;
	}

	public StreamProperties getStream() {
		return this.stream;
	}

	public ReasoningProperties getReasoning() {
		return this.reasoning;
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
	 * HTTP client settings, which override those of {@code spring.http.clients}.
	 */
	public static class Http extends HttpClientSettingsProperties {

	}

}
