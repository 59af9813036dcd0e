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

import dev.inferencekey.error.ConfigurationException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of Resilience4j circuit breakers for
 * workloads with {@code circuit-breaker=true}.
 */
@AutoConfiguration(before = InferenceKeyAutoConfiguration.class)
public final class CircuitBreakerAutoConfiguration {

	private static boolean isAskedFor(InferenceKeyProperties properties, String workload) {
		WorkloadProperties own = properties.getWorkloads().get(workload);
		Boolean ofWorkload = (own != null) ? own.getCircuitBreaker() : null;
		return Boolean.TRUE.equals((ofWorkload != null) ? ofWorkload : properties.getCircuitBreaker());
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(CircuitBreakerRegistry.class)
	static class Resilience4jConfiguration {

		@Bean
		EndpointCustomizer inferenceKeyCircuitBreakerCustomizer(InferenceKeyProperties properties,
				ObjectProvider<CircuitBreakerRegistry> registries) {
			CircuitBreakerRegistry registry = registries.getIfAvailable(CircuitBreakerRegistry::ofDefaults);
			return (workload, settings) -> {
				if (isAskedFor(properties, workload)) {
					boolean configured = properties.getWorkloads().containsKey(workload);
					settings.circuitBreaker(
							new Resilience4jCircuitBreaker(breaker(registry, "inferencekey-" + workload, configured)));
				}
			};
		}

		// A registry keeps its circuit breakers and their meters for ever, and there is
		// no
		// end to the names of workloads that are not configured.
		private static CircuitBreaker breaker(CircuitBreakerRegistry registry, String name, boolean configured) {
			return (configured || registry.find(name).isPresent()) ? registry.circuitBreaker(name)
					: CircuitBreaker.of(name, registry.getDefaultConfig());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingClass("io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry")
	static class MissingConfiguration {

		@Bean
		EndpointCustomizer inferenceKeyMissingCircuitBreakerCustomizer(InferenceKeyProperties properties) {
			return (workload, settings) -> {
				if (isAskedFor(properties, workload)) {
					throw new ConfigurationException(workload,
							"Workload \"" + workload
									+ "\" is to use a circuit breaker, but Resilience4j is not on the class path.",
							"Add io.github.resilience4j:resilience4j-circuitbreaker, or set inferencekey.circuit-breaker=false.");
				}
			};
		}

	}

}
