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

import java.util.List;
import java.util.function.Supplier;

import dev.inferencekey.credential.Redaction;
import dev.inferencekey.error.ConfigurationException;
import dev.inferencekey.exchange.ConnectionPools;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpCookieHandling;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.http.client.autoconfigure.HttpClientSettingsPropertyMapper;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.ReactorClientHttpConnectorBuilder;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.util.StringUtils;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Creates clients with a connector for each workload. The settings of the workload take
 * precedence over those of all workloads, {@code spring.http.clients}, and defaults that
 * suit inference. A connector set by a {@link WebClientCustomizer} takes precedence over
 * all of them.
 */
class OwnConnectorWebClients implements WorkloadWebClients, DisposableBean {

	/**
	 * Inference calls are not redirected: the body may be large, and the key is meant for
	 * one host only.
	 */
	private static final HttpClientSettings DEFAULTS = HttpClientSettings.defaults()
		.withRedirects(HttpRedirects.DONT_FOLLOW)
		.withConnectTimeout(ConnectionPools.CONNECT_TIMEOUT);

	private final @Nullable SslBundles sslBundles;

	private final HttpClientSettings common;

	private final Supplier<ClientHttpConnectorBuilder<?>> connectors;

	private final Supplier<List<WebClientCustomizer>> customizers;

	private final ConnectionPools pools = new ConnectionPools();

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
	public Supplier<WebClient.Builder> builder(String workload, CommonProperties.Http http, String property) {
		HttpClientSettings settings = map(this.common, http, property);
		check(workload, settings, property);
		return () -> create(workload, settings);
	}

	private void check(String workload, HttpClientSettings settings, String property) {
		boolean cookies = settings.cookieHandling() == HttpCookieHandling.ENABLE;
		if (cookies && this.connectors.get() instanceof ReactorClientHttpConnectorBuilder) {
			throw new ConfigurationException(workload,
					"Cookie handling is enabled, which Reactor Netty does not support.",
					"Set " + property + ".cookie-handling=disable, or use another HTTP client.");
		}
	}

	// Each workload has its own pool, so that one that stalls takes no connection from
	// another.
	@Override
	public void destroy() {
		this.pools.close();
	}

	private HttpClientSettings map(HttpClientSettings base, CommonProperties.Http http, String property) {
		if (!StringUtils.hasText(http.getSsl().getBundle())) {
			http.getSsl().setBundle(null);
		}
		try {
			return new HttpClientSettingsPropertyMapper(this.sslBundles, base).map(http);
		}
		catch (NoSuchSslBundleException ex) {
			throw new ConfigurationException(null,
					"The SSL bundle \"" + Redaction.redact(String.valueOf(ex.getBundleName())) + "\" of " + property
							+ ".ssl.bundle does not exist.",
					"Define it below spring.ssl.bundle, or change " + property + ".ssl.bundle.", ex);
		}
	}

	private WebClient.Builder create(String workload, HttpClientSettings settings) {
		ClientHttpConnectorBuilder<?> connector = this.connectors.get();
		if (connector instanceof ReactorClientHttpConnectorBuilder reactor) {
			ConnectionProvider pool = this.pools.of(workload);
			connector = reactor.withHttpClientFactory(() -> HttpClient.create(pool));
		}
		else if (settings.redirects() != HttpRedirects.DONT_FOLLOW) {
			throw new ConfigurationException(workload,
					"Redirects are enabled with an HTTP client that would send the key to another host.",
					"Set inferencekey.http.redirects=dont-follow, or put Reactor Netty on the class path.");
		}
		WebClient.Builder builder = WebClient.builder().clientConnector(connector.build(settings));
		this.customizers.get().forEach((customizer) -> customizer.customize(builder));
		return builder;
	}

}
