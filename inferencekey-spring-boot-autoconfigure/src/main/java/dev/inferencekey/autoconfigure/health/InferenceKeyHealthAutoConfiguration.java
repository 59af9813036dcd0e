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

package dev.inferencekey.autoconfigure.health;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.autoconfigure.InferenceKeyAutoConfiguration;
import dev.inferencekey.error.ConfigurationException;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeReactiveHealthContributor;
import org.springframework.boot.health.contributor.ReactiveHealthContributor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of the health of workloads, one
 * contributor below {@code inferencekey} for each.
 */
@AutoConfiguration(after = InferenceKeyAutoConfiguration.class)
@ConditionalOnClass({ ReactiveHealthContributor.class, ConditionalOnEnabledHealthIndicator.class })
public final class InferenceKeyHealthAutoConfiguration {

	// Nested, since its conditions are classes that may be missing.
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnEnabledHealthIndicator("inferencekey")
	@ConditionalOnBean(Endpoint.class)
	@ConditionalOnSingleCandidate(DataClient.class)
	@EnableConfigurationProperties(InferenceKeyHealthProperties.class)
	static class HealthConfiguration {

		private static final Duration MOST = Duration.ofDays(1);

		@Bean
		@ConditionalOnMissingBean(name = { "inferencekeyHealthIndicator", "inferencekeyHealthContributor" })
		CompositeReactiveHealthContributor inferencekeyHealthContributor(DataClient client,
				InferenceKeyHealthProperties properties) {
			require("window", properties.getWindow(), Duration.ofMillis(1));
			require("probe-interval", properties.getProbeInterval(), Duration.ZERO);
			require("probe-timeout", properties.getProbeTimeout(), Duration.ofMillis(1));
			Map<String, ReactiveHealthContributor> workloads = new LinkedHashMap<>();
			for (String workload : client.workloads()) {
				workloads.put(workload, new WorkloadHealthIndicator(client.monitor(workload), properties.getWindow(),
						properties.getProbeInterval(), properties.getProbeTimeout()));
			}
			return CompositeReactiveHealthContributor.fromMap(workloads);
		}

		private static void require(String property, Duration value, Duration least) {
			if (value.compareTo(least) < 0 || value.compareTo(MOST) > 0) {
				throw new ConfigurationException(null,
						"The value of management.health.inferencekey." + property + " is " + value + ".",
						"Set management.health.inferencekey." + property + " to a duration from " + least.toMillis()
								+ "ms to " + MOST.toDays() + "d, for example 30s.");
			}
		}

	}

}
