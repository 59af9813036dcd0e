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

package dev.inferencekey.localplatform;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.error.AuthException;
import dev.inferencekey.error.NotFoundException;
import dev.inferencekey.error.TransportException;
import dev.inferencekey.localplatform.autoconfigure.LocalPlatformAutoConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What {@code /actuator/health} says of workloads of a real platform, in both kinds of
 * web application.
 */
class HealthTests {

	private static final JsonMapper MAPPER = JsonMapper.shared();

	private LocalPlatform platform = LocalPlatform.start();

	private ConfigurableApplicationContext context;

	@AfterEach
	void close() {
		if (this.context != null) {
			this.context.close();
		}
		this.platform.close();
	}

	private void start(WebApplicationType type, String... arguments) {
		List<String> all = new ArrayList<>(List.of("--server.port=0", "--inferencekey.project=acme",
				"--inferencekey.base-url=" + this.platform.baseUrl(), "--inferencekey.retry.max-attempts=1",
				"--management.endpoint.health.show-details=always", "--management.health.inferencekey.window=2s",
				"--management.health.inferencekey.probe-interval=100ms",
				"--management.endpoints.web.exposure.include=health,inferencekey"));
		all.addAll(Arrays.asList(arguments));
		this.context = new SpringApplicationBuilder(Application.class).web(type).run(all.toArray(String[]::new));
	}

	/*
	 * A connection for each request: Reactor Netty's server may leave a request unread
	 * that comes on a kept connection before the one before it has ended (reactor-netty
	 * #4361).
	 */
	private JsonNode get(String page) {
		String body = WebClient
			.create("http://localhost:" + this.context.getEnvironment().getProperty("local.server.port"))
			.get()
			.uri("/actuator/" + page)
			.header(HttpHeaders.CONNECTION, "close")
			.exchangeToMono((response) -> response.bodyToMono(String.class).switchIfEmpty(Mono.just("{}")))
			.block();
		return MAPPER.readTree(body);
	}

	private JsonNode health(String workload) {
		return get("health").at("/components/inferencekey/components/" + workload);
	}

	private void awaitStatus(String workload, String status) {
		await().atMost(Duration.ofSeconds(10))
			.untilAsserted(() -> assertThat(health(workload).path("status").asString()).as(health(workload).toString())
				.isEqualTo(status));
	}

	private Endpoint endpoint(String workload) {
		return this.context.getBean(DataClient.class).endpoint(workload);
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void healthWhenThereIsNoTrafficThenTheProbeDecides(WebApplicationType type) {
		ApiKey revoked = this.platform.issueKey("acme/*");
		this.platform.revoke(revoked);
		start(type, "--inferencekey.workloads.support-bot.api-key=" + this.platform.apiKey("support-bot").reveal(),
				"--inferencekey.workloads.embedder.api-key=" + revoked.reveal(),
				"--inferencekey.workloads.foreign.api-key=" + this.platform.issueKey("other/*").reveal(),
				"--inferencekey.workloads.foreign.slug=support-bot",
				"--inferencekey.workloads.narrow.api-key=" + this.platform.issueKey("acme/embedder").reveal(),
				"--inferencekey.workloads.narrow.slug=support-bot",
				"--inferencekey.workloads.unknown.api-key=" + this.platform.issueKey("acme/*").reveal(),
				"--inferencekey.workloads.elsewhere.url=" + this.platform.baseUrl() + "/no/such/place");
		JsonNode good = health("support-bot");
		assertThat(good.path("status").asString()).isEqualTo("UP");
		assertThat(good.at("/details/basis").asString()).isEqualTo("probe");
		assertThat(good.at("/details/key").asString()).isEqualTo(this.platform.apiKey("support-bot").toString());
		assertThat(good.at("/details/address").asString()).endsWith("/endpoint/acme/support-bot");
		JsonNode bad = health("embedder");
		assertThat(bad.path("status").asString()).isEqualTo("DOWN");
		assertThat(bad.at("/details/probe").asString()).startsWith("401").contains("unknown or revoked");
		assertThat(health("foreign").path("status").asString()).isEqualTo("DOWN");
		assertThat(health("foreign").at("/details/probe").asString()).startsWith("project_scope_mismatch");
		assertThat(health("narrow").path("status").asString()).isEqualTo("UNKNOWN");
		assertThat(health("narrow").at("/details/probe").asString()).startsWith("scope_insufficient");
		assertThat(health("unknown").path("status").asString()).isEqualTo("DOWN");
		assertThat(get("health").path("status").asString()).isEqualTo("DOWN");
		assertThat(get("health").toString()).doesNotContain(revoked.reveal());
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void healthWhenAKeyIsRevokedUnderTrafficThenDownAndUpAgainWithinAWindow(WebApplicationType type) {
		ApiKey key = this.platform.issueKey("acme/*");
		start(type, "--inferencekey.workloads.support-bot.api-key=" + key.reveal(),
				"--inferencekey.workloads.ghost.api-key=" + key.reveal());
		endpoint("support-bot").generateText("How do I cancel an order?");
		assertThat(health("support-bot").path("status").asString()).isEqualTo("UP");
		assertThat(health("support-bot").at("/details/basis").asString()).isEqualTo("calls");
		assertThat(health("support-bot").at("/details/lastSuccess").asString()).isNotEmpty();
		assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> endpoint("ghost").generateText("Hola"));
		assertThat(health("ghost").path("status").asString()).isEqualTo("DOWN");
		assertThat(health("ghost").at("/details/lastFailure/error").asString()).isEqualTo("404");
		this.platform.revoke(key);
		for (int i = 0; i < 2; i++) {
			assertThatExceptionOfType(AuthException.class)
				.isThrownBy(() -> endpoint("support-bot").generateText("Hola"));
		}
		assertThat(health("support-bot").path("status").asString()).isEqualTo("DOWN");
		assertThat(health("support-bot").at("/details/lastFailure/error").asString()).isEqualTo("401");
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void healthWhenThePlatformStopsAndComesBackThenEachShows(WebApplicationType type) {
		ApiKey key = this.platform.issueKey("acme/*");
		start(type, "--inferencekey.workloads.support-bot.api-key=" + key.reveal());
		awaitStatus("support-bot", "UP");
		int port = this.platform.port();
		this.platform.close();
		awaitStatus("support-bot", "DOWN");
		assertThatExceptionOfType(TransportException.class)
			.isThrownBy(() -> endpoint("support-bot").generateText("Hola"));
		assertThat(health("support-bot").at("/details/basis").asString()).isEqualTo("calls");
		this.platform = LocalPlatform.builder().port(port).apiKey(key, "acme/*").start();
		awaitStatus("support-bot", "UP");
		endpoint("support-bot").generateText("How do I cancel an order?");
		JsonNode shown = get("inferencekey/support-bot");
		assertThat(shown.at("/counters/calls").asInt()).isEqualTo(2);
		assertThat(shown.at("/counters/failed").asInt()).isEqualTo(1);
		assertThat(shown.at("/timeout/total").asString()).isEqualTo("PT10M");
		assertThat(shown.at("/retry/maxAttempts").asInt()).isEqualTo(1);
		assertThat(shown.at("/concurrency/maxInFlight").asInt()).isEqualTo(256);
		assertThat(shown.at("/state/inFlight").asInt()).isZero();
		assertThat(shown.at("/lastFailures/0/errorType").asString()).isEqualTo("connection");
		assertThat(shown.path("key").asString()).isEqualTo(key.toString());
		assertThat(get("inferencekey").at("/workloads/support-bot/address").asString()).contains("/endpoint/acme");
		assertThat(get("inferencekey").toString()).doesNotContain(key.reveal());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = LocalPlatformAutoConfiguration.class)
	static class Application {

	}

}
