package dev.inferencekey.autoconfigure;

import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.ReactiveEndpoint;
import dev.inferencekey.error.ConfigurationException;

import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.core.env.Environment;

/**
 * An {@link Endpoint} and a {@link ReactiveEndpoint} for each configured workload. The
 * bean names are long on purpose, so that they collide with nothing; what injects them is
 * {@link WorkloadInjection}.
 */
class EndpointBeanRegistrar implements BeanRegistrar {

	static final String ENDPOINT_PREFIX = "inferencekey.endpoint.";

	static final String REACTIVE_PREFIX = "inferencekey.reactive-endpoint.";

	@Override
	public void register(BeanRegistry registry, Environment environment) {
		for (String workload : WorkloadNames.in(environment)) {
			registry.registerBean(ENDPOINT_PREFIX + workload, Endpoint.class,
					(spec) -> spec.fallback()
						.description("InferenceKey workload " + workload)
						.supplier((context) -> endpoint(context, workload)));
			registry.registerBean(REACTIVE_PREFIX + workload, ReactiveEndpoint.class,
					(spec) -> spec.fallback()
						.description("InferenceKey workload " + workload)
						.supplier((context) -> endpoint(context, workload).reactive()));
		}
	}

	// A client of the application's own, or of a parent context, was made without the
	// properties here; calling a workload with other settings would go unnoticed.
	private static Endpoint endpoint(BeanRegistry.SupplierContext context, String workload) {
		DataClient client = context.bean(DataClient.class);
		if (!client.workloads().contains(workload)) {
			throw new ConfigurationException(workload,
					"The DataClient bean in use, one of the application or of a parent context, does not know workload \""
							+ workload + "\".",
					"Configure the workload where that bean is made, or remove inferencekey.workloads." + workload
							+ ". A test mocks @Qualifier(\"" + workload + "\") Endpoint, not the client.");
		}
		return client.endpoint(workload);
	}

}
