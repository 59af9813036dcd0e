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

import dev.inferencekey.DataClient;
import dev.inferencekey.credential.KeySource;
import dev.inferencekey.observation.CallObservationConvention;
import dev.inferencekey.observation.DefaultCallObservationConvention;
import dev.inferencekey.observation.GenAiConventions;
import dev.inferencekey.observation.ToolObservationConvention;
import io.micrometer.observation.ObservationRegistry;
import jakarta.validation.Validator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for InferenceKey workloads: a
 * {@link DataClient}, and an {@code Endpoint} and a {@code ReactiveEndpoint} for each
 * workload below {@code inferencekey.workloads}.
 */
@AutoConfiguration(after = { WebClientAutoConfiguration.class, WebClientsAutoConfiguration.class })
@ConditionalOnClass(WebClient.class)
@EnableConfigurationProperties(InferenceKeyProperties.class)
public final class InferenceKeyAutoConfiguration {

	@Bean
	static ConfigurationPropertiesBindHandlerAdvisor inferenceKeyBlankValues(Environment environment) {
		return (handler) -> new BlankValuesBindHandler(handler, environment::resolvePlaceholders);
	}

	@Bean
	@ConditionalOnMissingBean(InferenceKeyConnectionDetails.class)
	PropertiesInferenceKeyConnectionDetails inferenceKeyConnectionDetails(InferenceKeyProperties properties) {
		return new PropertiesInferenceKeyConnectionDetails(properties);
	}

	// An application's own client says itself where its workloads are.
	@Bean
	@ConditionalOnMissingBean(DataClient.class)
	WorkloadsElsewhere inferenceKeyWorkloadsElsewhere(InferenceKeyProperties properties,
			InferenceKeyConnectionDetails details, ObjectProvider<WorkloadConnectionDetails> elsewhere) {
		return new WorkloadsElsewhere(details.isExclusive() ? List.of() : elsewhere.orderedStream().toList(),
				properties.getWorkloads().keySet());
	}

	// Lazy, so that an application without workloads needs no project. The endpoints of
	// configured workloads create it at startup. It is closed after the lifecycle has
	// given running calls their time.
	@Bean(destroyMethod = "close")
	@Lazy
	@ConditionalOnMissingBean
	DataClient inferenceKeyDataClient(InferenceKeyProperties properties, InferenceKeyConnectionDetails details,
			WorkloadsElsewhere elsewhere, ObjectProvider<KeySource> keySources, WorkloadWebClients webClients,
			ObjectProvider<EndpointCustomizer> customizers, ObjectProvider<JsonMapper> jsonMapper,
			ObjectProvider<ObjectCheck> objectCheck, ObjectProvider<ObservationRegistry> observationRegistry,
			ObjectProvider<CallObservationConvention> observationConvention,
			ObjectProvider<ToolObservationConvention> toolObservationConvention) {
		return new PropertiesDataClientFactory(properties, details, elsewhere,
				details.isExclusive() ? List.of()
						: keySources.orderedStream().filter((source) -> !source.equals(details)).toList(),
				webClients, customizers.orderedStream().toList())
			.create((client) -> client.jsonMapper(jsonMapper.getIfAvailable(JsonMapper::shared))
				.objectCheck(objectCheck.getIfAvailable(() -> (object) -> List.of()))
				.observationRegistry(observationRegistry.getIfAvailable(() -> ObservationRegistry.NOOP))
				.observationConvention(observationConvention.getIfAvailable(() -> convention(properties)))
				.toolObservationConvention(toolObservationConvention.getIfAvailable()));
	}

	// The default convention has the names of release 0.1, and is left to the client so
	// that
	// a global convention of the registry can replace it.
	private static @Nullable CallObservationConvention convention(InferenceKeyProperties properties) {
		GenAiConventions conventions = properties.toGenAiConventions();
		return conventions.includesCurrent() ? null : new DefaultCallObservationConvention(conventions);
	}

	@Bean
	DataClientLifecycle inferenceKeyDataClientLifecycle(ConfigurableListableBeanFactory beanFactory) {
		return new DataClientLifecycle(beanFactory);
	}

	@Bean
	StartupProbe inferenceKeyStartupProbe(InferenceKeyProperties properties, ObjectProvider<DataClient> clients) {
		return new StartupProbe(properties.getStartupProbe(), clients);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(Validator.class)
	static class ValidationConfiguration {

		@Bean
		@Lazy
		ObjectCheck inferenceKeyObjectCheck(ObjectProvider<Validator> validator) {
			return ObjectCheck.of(validator::getIfUnique);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(EndpointBeanRegistrar.class)
	static class EndpointConfiguration {

		@Bean
		static WorkloadInjection inferenceKeyWorkloadInjection() {
			return new WorkloadInjection();
		}

	}

}
