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

package dev.inferencekey.autoconfigure.observation;

import dev.inferencekey.DataClient;
import dev.inferencekey.autoconfigure.InferenceKeyAutoConfiguration;
import dev.inferencekey.autoconfigure.InferenceKeyProperties;
import dev.inferencekey.observation.CallMeterObservationHandler;
import dev.inferencekey.observation.GenAiConventions;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for metrics of workloads.
 */
@AutoConfiguration(after = InferenceKeyAutoConfiguration.class,
		afterName = { "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
				"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration" })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnSingleCandidate(MeterRegistry.class)
public final class InferenceKeyMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	CallMeterObservationHandler inferenceKeyCallMeterObservationHandler(MeterRegistry registry,
			ObjectProvider<InferenceKeyProperties> properties) {
		GenAiConventions conventions = properties.stream()
			.findFirst()
			.map(InferenceKeyProperties::toGenAiConventions)
			.orElse(GenAiConventions.V0_1);
		return new CallMeterObservationHandler(registry, conventions);
	}

	@Bean
	WorkloadMeters inferenceKeyWorkloadMeters(ObjectProvider<DataClient> clients) {
		return new WorkloadMeters(clients);
	}

	@Bean
	static MeterDescriptions inferenceKeyMeterDescriptions() {
		return new MeterDescriptions();
	}

	// After the filter of Spring Boot's properties, which decides whether there are
	// histograms.
	@Bean
	@Order(1)
	static ConventionBuckets inferenceKeyConventionBuckets() {
		return new ConventionBuckets();
	}

}
