package dev.inferencekey.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import dev.inferencekey.error.ConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.http.client.autoconfigure.HttpClientSettingsPropertyMapper;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Clients with connectors of their own, from the settings of the workload, over those of
 * all workloads, over {@code spring.http.clients}, over defaults that suit inference. A
 * connector that a {@link WebClientCustomizer} of the application sets wins.
 */
class OwnConnectorWebClients implements WorkloadWebClients {

	/**
	 * An inference call is not to be redirected: the body may be large, and the key is
	 * for one host.
	 */
	private static final HttpClientSettings DEFAULTS = HttpClientSettings.defaults()
		.withRedirects(HttpRedirects.DONT_FOLLOW)
		.withConnectTimeout(Duration.ofSeconds(5));

	private final @Nullable SslBundles sslBundles;

	private final HttpClientSettings common;

	private final Supplier<ClientHttpConnectorBuilder<?>> connectors;

	private final Supplier<List<WebClientCustomizer>> customizers;

	private final Map<HttpClientSettings, Supplier<WebClient.Builder>> builders = new ConcurrentHashMap<>();

	OwnConnectorWebClients(@Nullable SslBundles sslBundles, @Nullable HttpClientSettings springSettings,
			CommonProperties.Http common, Supplier<ClientHttpConnectorBuilder<?>> connectors,
			Supplier<List<WebClientCustomizer>> customizers) {
		this.sslBundles = sslBundles;
		this.connectors = connectors;
		this.customizers = customizers;
		HttpClientSettings spring = (springSettings != null) ? springSettings : HttpClientSettings.defaults();
		this.common = map(spring.orElse(DEFAULTS), common, "inferencekey.http");
	}

	@Override
	public Supplier<WebClient.Builder> builder(CommonProperties.Http http, String property) {
		return this.builders.computeIfAbsent(map(this.common, http, property), (settings) -> () -> create(settings));
	}

	private HttpClientSettings map(HttpClientSettings base, CommonProperties.Http http, String property) {
		try {
			return new HttpClientSettingsPropertyMapper(this.sslBundles, base).map(http);
		}
		catch (NoSuchSslBundleException ex) {
			throw new ConfigurationException(null,
					"There is no SSL bundle \"" + ex.getBundleName() + "\", which " + property + ".ssl.bundle names.",
					"Define it below spring.ssl.bundle, or change the name.", ex);
		}
	}

	private WebClient.Builder create(HttpClientSettings settings) {
		WebClient.Builder builder = WebClient.builder().clientConnector(this.connectors.get().build(settings));
		this.customizers.get().forEach((customizer) -> customizer.customize(builder));
		return builder;
	}

}
