package dev.inferencekey.autoconfigure;

import java.util.function.Supplier;

import org.springframework.web.reactive.function.client.WebClient;

/**
 * Supplies the {@code WebClient.Builder} of each workload, with its HTTP settings.
 */
interface WorkloadWebClients {

	/**
	 * Supply the builder of a workload.
	 * @param workload the name of the workload
	 * @param http the HTTP settings of the workload
	 * @param property the property that holds them, for messages
	 * @return creates a builder when the client is first needed
	 */
	Supplier<WebClient.Builder> builder(String workload, CommonProperties.Http http, String property);

}
