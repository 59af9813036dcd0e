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
import java.util.Map;
import java.util.function.Consumer;

import dev.inferencekey.DataClient;
import dev.inferencekey.WorkloadSettings;
import dev.inferencekey.credential.KeySource;
import dev.inferencekey.resilience.ConcurrencySettings;
import dev.inferencekey.resilience.RetrySettings;
import dev.inferencekey.resilience.Timeouts;
import dev.inferencekey.text.TextRequest;
import dev.inferencekey.transport.ContentSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.util.StringUtils;

/**
 * Creates the {@link DataClient} from the properties, the connection details and the
 * customizers. Settings are merged here and nowhere else.
 */
class PropertiesDataClientFactory {

	private final InferenceKeyProperties properties;

	private final InferenceKeyConnectionDetails details;

	private final WorkloadsElsewhere elsewhere;

	private final KeySource keys;

	private final WorkloadWebClients webClients;

	private final List<EndpointCustomizer> customizers;

	PropertiesDataClientFactory(InferenceKeyProperties properties, InferenceKeyConnectionDetails details,
			WorkloadsElsewhere elsewhere, List<KeySource> keySources, WorkloadWebClients webClients,
			List<EndpointCustomizer> customizers) {
		this.properties = properties;
		this.details = details;
		this.elsewhere = elsewhere;
		KeySource fallback = (details instanceof KeySource source) ? source : details::getApiKey;
		this.keys = keySources.isEmpty() ? fallback : new FirstKeySource(keySources, fallback);
		this.webClients = webClients;
		this.customizers = customizers;
	}

	DataClient create(Consumer<DataClient.Builder> infrastructure) {
		validate();
		DataClient.Builder client = DataClient.builder()
			.baseUrl(this.details.getBaseUrl())
			.project(this.details.getProject())
			.allowInsecureHttp(this.properties.isAllowInsecureHttp())
			.content(new ContentSettings(this.properties.getContent().isTrace(), this.properties.getContent().isLog()))
			.defaults((settings) -> settings.keys(this.keys)
				.webClientBuilder(this.webClients.builder("_other", new CommonProperties.Http(), "inferencekey.http"))
				.encodingFormat(encodingFormat(this.properties.getEmbedding()))
				.embedBatchSize(this.properties.getEmbedding().getBatchSize())
				.maxConcurrentBatches(this.properties.getEmbedding().getMaxConcurrentBatches())
				.textDefaults((text) -> apply(this.properties.getDefaults(), text))
				.timeouts(timeouts(this.properties.getTimeout()))
				.retry(retry(this.properties.getRetry()))
				.requestIdHeaders(headers(this.properties.getRequestIdHeaders()))
				.concurrency(concurrency(this.properties.getConcurrency()))
				.requireFinishReason(this.properties.getStream().getRequireFinishReason())
				.thinkTags(this.properties.getReasoning().getThinkTags()));
		client.otherWorkloads(this::customize);
		infrastructure.accept(client);
		for (Map.Entry<String, WorkloadProperties> entry : this.properties.getWorkloads().entrySet()) {
			client.workload(entry.getKey(), (settings) -> configure(entry.getKey(), entry.getValue(), settings));
		}
		return client.build();
	}

	private void validate() {
		PropertyValues.check(PropertyCheck.PREFIX, this.properties);
		this.properties.getWorkloads().forEach((name, workload) -> {
			String prefix = WorkloadNames.PROPERTY + "." + name;
			PropertyValues.check(prefix, workload);
			PropertyValues.name(prefix + ".slug", workload.getSlug());
			PropertyValues.name(prefix + ".model", workload.getModel());
			if (this.details instanceof PropertiesInferenceKeyConnectionDetails configured
					&& this.elsewhere.find(name) == null) {
				configured.validate(name);
			}
		});
	}

	private void configure(String name, WorkloadProperties workload, WorkloadSettings.Builder settings) {
		// The connection details replace the properties, also those of a workload.
		if (this.details instanceof PropertiesInferenceKeyConnectionDetails) {
			settings.baseUrl(PropertiesInferenceKeyConnectionDetails.textOrNull(workload.getBaseUrl()));
			settings.project(PropertiesInferenceKeyConnectionDetails.textOrNull(workload.getProject()));
		}
		connect(name, workload, settings);
		settings.slug(PropertiesInferenceKeyConnectionDetails.textOrNull(workload.getSlug()))
			.model(PropertiesInferenceKeyConnectionDetails.textOrNull(workload.getModel()))
			.webClientBuilder(
					this.webClients.builder(name, workload.getHttp(), WorkloadNames.PROPERTY + "." + name + ".http"))
			.task((workload.getTask() != null) ? workload.getTask().wireName() : null)
			.encodingFormat(encodingFormat(workload.getEmbedding()))
			.embedBatchSize(workload.getEmbedding().getBatchSize())
			.maxConcurrentBatches(workload.getEmbedding().getMaxConcurrentBatches())
			.textDefaults((text) -> apply(workload.getDefaults(), text))
			.timeouts(timeouts(workload.getTimeout()))
			.retry(retry(workload.getRetry()))
			.requestIdHeaders(headers(workload.getRequestIdHeaders()))
			.concurrency(concurrency(workload.getConcurrency()))
			.requireFinishReason(workload.getStream().getRequireFinishReason())
			.thinkTags(workload.getReasoning().getThinkTags());
		customize(name, settings);
	}

	private void customize(String name, WorkloadSettings.Builder settings) {
		this.customizers.forEach((customizer) -> customizer.customize(name, settings));
		if (this.details.isExclusive()) {
			settings.baseUrl(null).project(null).url(this.details.getUrl(name)).keys(this.keys);
		}
	}

	private void connect(String name, WorkloadProperties workload, WorkloadSettings.Builder settings) {
		WorkloadsElsewhere.Connection connection = this.elsewhere.find(name);
		if (connection != null) {
			settings.url(connection.url()).keys(connection.details()::getApiKey);
			return;
		}
		String url = this.details.getUrl(name);
		if (url == null && !this.details.isExclusive()) {
			url = PropertiesInferenceKeyConnectionDetails.textOrNull(workload.getUrl());
		}
		settings.url(url).keys(this.keys);
	}

	private static @Nullable String encodingFormat(EmbeddingProperties embedding) {
		EncodingFormat format = embedding.getEncodingFormat();
		return (format != null) ? format.wireName() : null;
	}

	private static Timeouts timeouts(TimeoutProperties timeout) {
		return Timeouts.UNSET.withFirstChunk(timeout.getFirstChunk())
			.withIdle(timeout.getIdle())
			.withTotal(timeout.getTotal());
	}

	private static RetrySettings retry(RetryProperties retry) {
		return RetrySettings.UNSET.withMaxAttempts(retry.getMaxAttempts())
			.withInitialBackoff(retry.getInitialBackoff())
			.withMaxBackoff(retry.getMaxBackoff())
			.withMaxServerWait(retry.getMaxServerWait());
	}

	private static @Nullable List<String> headers(@Nullable List<String> names) {
		List<String> given = (names != null) ? names.stream().filter(StringUtils::hasText).map(String::strip).toList()
				: List.of();
		return given.isEmpty() ? null : given;
	}

	private static ConcurrencySettings concurrency(ConcurrencyProperties concurrency) {
		return ConcurrencySettings.UNSET.withMaxInFlight(concurrency.getMaxInFlight())
			.withMaxQueued(concurrency.getMaxQueued());
	}

	private static void apply(TextDefaultsProperties defaults, TextRequest.Builder text) {
		PropertyMapper map = PropertyMapper.get();
		map.from(defaults::getStreamUsage).to(text::streamUsage);
		map.from(defaults::getTemperature).to(text::temperature);
		map.from(defaults::getMaxTokens).to(text::maxTokens);
		map.from(defaults::getTopP).to(text::topP);
		map.from(defaults::getStop).whenNot(List::isEmpty).to(text::stop);
		map.from(defaults::getSeed).to(text::seed);
		map.from(defaults::getPresencePenalty).to(text::presencePenalty);
		map.from(defaults::getFrequencyPenalty).to(text::frequencyPenalty);
	}

}
