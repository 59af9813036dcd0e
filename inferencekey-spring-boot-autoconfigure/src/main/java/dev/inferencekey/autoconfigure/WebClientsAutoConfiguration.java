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

import dev.inferencekey.error.ConfigurationException;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.annotation.AnnotationAwareOrderComparator;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of the HTTP clients of workloads.
 * Runs before that of Spring Boot, so that an existing {@code WebClient.Builder} or
 * connector is one of the application.
 */
@AutoConfiguration(before = { ReactiveHttpClientAutoConfiguration.class, WebClientAutoConfiguration.class })
@ConditionalOnClass(WebClient.class)
@EnableConfigurationProperties(InferenceKeyProperties.class)
public final class WebClientsAutoConfiguration {

	// The customizer of Spring Boot that sets the connector of all clients.
	private static final String CONNECTOR_CUSTOMIZER = "webClientHttpConnectorCustomizer";

	@Bean
	@Lazy
	@ConditionalOnMissingBean({ WebClient.Builder.class, ClientHttpConnector.class, WorkloadWebClients.class })
	OwnConnectorWebClients inferenceKeyWebClients(InferenceKeyProperties properties,
			ObjectProvider<SslBundles> sslBundles, ObjectProvider<HttpClientSettings> settings,
			ObjectProvider<ClientHttpConnectorBuilder<?>> connectors, ListableBeanFactory beanFactory) {
		return new OwnConnectorWebClients(sslBundles.getIfAvailable(), settings.getIfAvailable(), properties.getHttp(),
				() -> connectors.getIfAvailable(ClientHttpConnectorBuilder::detect), () -> customizers(beanFactory));
	}

	@Bean
	@Lazy
	@ConditionalOnMissingBean(WorkloadWebClients.class)
	SharedWebClients inferenceKeySharedWebClients(InferenceKeyProperties properties,
			ObjectProvider<WebClient.Builder> builders) {
		if (builders.getIfUnique() == null) {
			throw new ConfigurationException(null, "There are several WebClient.Builder beans.",
					"Mark the one for InferenceKey workloads as @Primary.");
		}
		return new SharedWebClients(() -> builders.getObject().clone(), properties.getHttp());
	}

	private static List<WebClientCustomizer> customizers(ListableBeanFactory beanFactory) {
		Map<String, WebClientCustomizer> customizers = beanFactory.getBeansOfType(WebClientCustomizer.class);
		customizers.remove(CONNECTOR_CUSTOMIZER);
		return customizers.values().stream().sorted(AnnotationAwareOrderComparator.INSTANCE).toList();
	}

}
