package dev.inferencekey.autoconfigure.actuate;

import dev.inferencekey.DataClient;
import dev.inferencekey.autoconfigure.InferenceKeyAutoConfiguration;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that shows workloads in the
 * actuator, and keeps their keys out of it.
 */
@AutoConfiguration(after = InferenceKeyAutoConfiguration.class)
@ConditionalOnClass(SanitizingFunction.class)
public final class InferenceKeyActuatorAutoConfiguration {

	@Bean
	KeySanitizingFunction inferenceKeySanitizingFunction() {
		return new KeySanitizingFunction();
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
	@ConditionalOnAvailableEndpoint(WorkloadsEndpoint.class)
	static class EndpointConfiguration {

		@Bean
		@ConditionalOnMissingBean
		@ConditionalOnSingleCandidate(DataClient.class)
		WorkloadsEndpoint inferenceKeyWorkloadsEndpoint(DataClient client) {
			return new WorkloadsEndpoint(client);
		}

	}

}
