package dev.inferencekey.autoconfigure;

import java.util.function.Supplier;

import dev.inferencekey.error.ConfigurationException;

import org.springframework.web.reactive.function.client.WebClient;

/**
 * Creates clients from the {@code WebClient.Builder} or connector of the application,
 * which is used unchanged.
 */
class SharedWebClients implements WorkloadWebClients {

	private final Supplier<WebClient.Builder> builder;

	SharedWebClients(Supplier<WebClient.Builder> builder, CommonProperties.Http common) {
		this.builder = builder;
		checkUnset(common, "inferencekey.http");
	}

	@Override
	public Supplier<WebClient.Builder> builder(String workload, CommonProperties.Http http, String property) {
		checkUnset(http, property);
		return this.builder;
	}

	private static void checkUnset(CommonProperties.Http http, String property) {
		if (http.getConnectTimeout() != null || http.getReadTimeout() != null || http.getRedirects() != null
				|| http.getCookieHandling() != null || http.getSsl().getBundle() != null) {
			throw new ConfigurationException(null, "The settings below " + property
					+ " have no effect, because the application has a WebClient.Builder or ClientHttpConnector bean.",
					"Set them on that bean and remove " + property + ".*, or remove the bean.");
		}
	}

}
