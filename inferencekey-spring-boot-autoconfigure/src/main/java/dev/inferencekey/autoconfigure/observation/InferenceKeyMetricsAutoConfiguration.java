package dev.inferencekey.autoconfigure.observation;

import dev.inferencekey.DataClient;
import dev.inferencekey.autoconfigure.InferenceKeyAutoConfiguration;
import dev.inferencekey.observation.CallDurationObservationHandler;
import dev.inferencekey.observation.CallMeterObservationHandler;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler.IgnoredMeters;
import io.micrometer.core.instrument.observation.MeterObservationHandler;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of the metrics of workloads.
 */
@AutoConfiguration(after = InferenceKeyAutoConfiguration.class,
		afterName = { "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
				"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration" })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnSingleCandidate(MeterRegistry.class)
public final class InferenceKeyMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	CallMeterObservationHandler inferenceKeyCallMeterObservationHandler(MeterRegistry registry) {
		return new CallMeterObservationHandler(registry);
	}

	// Before Micrometer's, where Spring Boot asks the first that will do, and nobody else
	// has one.
	@Bean
	@Order(0)
	@ConditionalOnBean(name = "metricsObservationHandlerGroup")
	@ConditionalOnMissingBean(value = MeterObservationHandler.class, ignored = DefaultMeterObservationHandler.class)
	CallDurationObservationHandler inferenceKeyCallDurationObservationHandler(MeterRegistry registry,
			Environment environment) {
		return new CallDurationObservationHandler(registry,
				Binder.get(environment)
					.bind("management.metrics.observations.ignored-meters", IgnoredMeters[].class)
					.orElse(new IgnoredMeters[0]));
	}

	@Bean
	WorkloadMeters inferenceKeyWorkloadMeters(ObjectProvider<DataClient> clients) {
		return new WorkloadMeters(clients);
	}

	// After the filter of the properties, which says whether there are histograms.
	@Bean
	@Order(1)
	static ConventionBuckets inferenceKeyConventionBuckets() {
		return new ConventionBuckets();
	}

}
