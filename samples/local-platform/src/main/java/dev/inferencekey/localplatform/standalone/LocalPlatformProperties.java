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

package dev.inferencekey.localplatform.standalone;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.localplatform.LocalPlatform;
import dev.inferencekey.localplatform.Task;
import dev.inferencekey.localplatform.Workload;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;

/**
 * Settings of the local platform when it runs alone. A key is a plain string here, since
 * a failed conversion would print it.
 *
 * @param host address to listen on
 * @param port port to listen on, 0 for any that is free
 * @param project project that the workloads belong to
 * @param apiKey data key for every workload of the project, generated when absent
 * @param sdkToken control token of the project, generated when absent
 * @param apiKeys further data keys, each with its scopes
 * @param envFile file to write address and keys to, for a shell to source
 * @param tokenDelay time between two tokens of a streamed answer
 * @param engine whether to serve the workloads at /v1 too, without a key, as a bare
 * engine
 * @param workloads workloads beside support-bot, embedder and reranker, by slug
 */
@ConfigurationProperties("local-platform")
record LocalPlatformProperties(@DefaultValue("127.0.0.1") String host, @DefaultValue("8089") int port,
		@DefaultValue("acme") String project, @Nullable String apiKey, @Nullable String sdkToken,
		@DefaultValue List<KeySettings> apiKeys, @DefaultValue("local-platform.env") Path envFile,
		@DefaultValue("15ms") Duration tokenDelay, @DefaultValue("false") boolean engine,
		@DefaultValue Map<String, WorkloadSettings> workloads) {

	LocalPlatform.Builder toBuilder() {
		LocalPlatform.Builder builder = LocalPlatform.builder()
			.host(this.host)
			.port(this.port)
			.project(this.project)
			.tokenDelay(this.tokenDelay)
			.preload();
		if (this.engine) {
			builder.engine();
		}
		if (StringUtils.hasText(this.sdkToken)) {
			builder.controlToken(ApiKey.of(this.sdkToken));
		}
		if (StringUtils.hasText(this.apiKey)) {
			builder.apiKey(ApiKey.of(this.apiKey), this.project + "/*");
		}
		this.apiKeys
			.forEach((settings) -> builder.apiKey(ApiKey.of(settings.key()), settings.scopes().toArray(String[]::new)));
		this.workloads.forEach((slug, settings) -> builder.workload(settings.toWorkload(slug)));
		return builder;
	}

	/**
	 * The key that was configured, or else one that the platform makes.
	 */
	ApiKey projectKey(LocalPlatform platform) {
		return StringUtils.hasText(this.apiKey) ? ApiKey.of(this.apiKey) : platform.issueKey(this.project + "/*");
	}

	@Override
	public String toString() {
		return "LocalPlatformProperties[" + this.project + " at " + this.host + ":" + this.port + "]";
	}

	/**
	 * A data key that was made elsewhere.
	 *
	 * @param key the key
	 * @param scopes what it opens, such as acme/support-bot or other/*
	 */
	record KeySettings(String key, List<String> scopes) {

		@Override
		public String toString() {
			return "KeySettings" + this.scopes;
		}

	}

	/**
	 * Settings of one workload.
	 *
	 * @param task what the workload does
	 * @param documents Markdown files that a chat workload answers from, the handbook of
	 * acme when there are none
	 * @param forwardUrl base of an OpenAI-compatible server that answers instead
	 * @param forwardKey key for that server
	 */
	record WorkloadSettings(Task task, @DefaultValue List<String> documents, @Nullable URI forwardUrl,
			@Nullable String forwardKey) {

		Workload toWorkload(String slug) {
			if (this.forwardUrl != null) {
				ApiKey key = StringUtils.hasText(this.forwardKey) ? ApiKey.of(this.forwardKey) : null;
				return Workload.forward(slug, this.task, this.forwardUrl, key);
			}
			return switch (this.task) {
				case CHAT -> this.documents.isEmpty() ? Workload.chat(slug) : Workload.chat(slug, this.documents);
				case EMBEDDINGS -> Workload.embeddings(slug);
				case RERANK -> Workload.rerank(slug);
			};
		}

		@Override
		public String toString() {
			return "WorkloadSettings[" + this.task + "]";
		}

	}

}
