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

package dev.inferencekey.wire;

import java.io.IOException;

import dev.inferencekey.Endpoint;
import dev.inferencekey.error.TransportException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.http.client.HttpClient;
import reactor.netty.transport.ProxyProvider;

import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Proxies that stand between a client and its workload.
 */
@Timeout(60)
class ProxyTests {

	private final WireServer proxy = new WireServer();

	@AfterEach
	void close() {
		this.proxy.close();
	}

	@ParameterizedTest
	@ValueSource(ints = { 403, 407 })
	void callWhenTheProxyRefusesThenNamesItAndIsNotRepeated(int status) {
		this.proxy.then((exchange) -> refuse(exchange, status));
		HttpClient http = HttpClient.create()
			.proxy((spec) -> spec.type(ProxyProvider.Proxy.HTTP).host("127.0.0.1").port(this.proxy.port()));
		Endpoint endpoint = this.proxy.builder()
			.baseUrl("https://platform.invalid")
			.retry(Policies.QUICK_RETRIES)
			.webClientBuilder(WebClient.builder().clientConnector(new ReactorClientHttpConnector(http)))
			.build()
			.endpoint("support-bot");

		TransportException failure = catchThrowableOfType(TransportException.class,
				() -> endpoint.generateText("Hola"));

		assertThat(failure).hasMessageContainingAll("the proxy 127.0.0.1:" + this.proxy.port(), "answered " + status);
		assertThat(failure.isRetryable()).isFalse();
		assertThat(this.proxy.requests())
			.allMatch((request) -> request.line().startsWith("CONNECT platform.invalid:443"))
			.hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(ints = { 403, 407 })
	void callWhenTheProxyOfTheSystemPropertiesRefusesThenNamesIt(int status) {
		this.proxy.then((exchange) -> refuse(exchange, status));
		System.setProperty("https.proxyHost", "127.0.0.1");
		System.setProperty("https.proxyPort", Integer.toString(this.proxy.port()));
		try {
			Endpoint endpoint = this.proxy.builder()
				.baseUrl("https://platform.invalid")
				.build()
				.endpoint("support-bot");
			assertThat(catchThrowableOfType(TransportException.class, () -> endpoint.generateText("Hola")))
				.hasMessageContainingAll("the proxy 127.0.0.1:" + this.proxy.port(), "answered " + status);
		}
		finally {
			System.clearProperty("https.proxyHost");
			System.clearProperty("https.proxyPort");
		}
	}

	private static void refuse(WireServer.Exchange exchange, int status) throws IOException {
		exchange.respond(status, "text/plain", "", "proxy-authenticate: Basic realm=\"acme\"", "connection: close");
	}

}
