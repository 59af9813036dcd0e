package dev.inferencekey.autoconfigure;

import java.util.function.Supplier;

import org.springframework.web.reactive.function.client.WebClient;

/**
 * Gives each workload the {@code WebClient.Builder} that its HTTP settings ask for.
 */
interface WorkloadWebClients {

	/**
	 * How the client of a workload is made.
	 * @param workload the name of the workload
	 * @param http the HTTP settings of the workload
	 * @param property where they stand, for messages
	 * @return makes a builder when the client is first needed
	 */
	Supplier<WebClient.Builder> builder(String workload, CommonProperties.Http http, String property);

}
