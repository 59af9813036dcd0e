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

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;

import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.WorkloadSettings;
import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.error.ApiException;
import dev.inferencekey.error.AuthException;
import dev.inferencekey.error.ConfigurationException;
import dev.inferencekey.error.InferenceKeyException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Keys that a server, a key source or a connector quotes where nobody expects them: they
 * are in no message, no cause and no attribute.
 */
class QuotedKeyTests {

	private final WireServer server = new WireServer();

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void callWhenWorkloadHasAUrlThenTheDefaultKeyOfTheClientIsNotSentThere() {
		this.server.thenJson(200, Answers.OK);
		DataClient client = DataClient.builder()
			.project("acme")
			.apiKey(WireServer.KEY)
			.workload("drafts", (settings) -> settings.apiKey(ApiKey.of(WireServer.KEY)).url(this.server.baseUrl()))
			.build();
		client.endpoint("drafts").generateText("Hola");
		assertThat(this.server.requests().get(0).headers()).doesNotContainKey("authorization");
	}

	@ParameterizedTest
	@ValueSource(strings = { "sk-proj-Zq9Zq9Zq9Zq9Zq9Zq9Zq9Zq9Zq9Zq9Zq9Zq9Zq9Zq9Zq9Zq9Zq9Zq9Zq9Zq9",
			"ik_live_Zq9Zq9Zq9Zq9Zq9Zq9Zq9Zq9Zq9Zq9Zq9Zq9Zq9Zq9Zq9Zq9Zq9Zq9Zq9Zq9" })
	void messageWhenTheKeyStandsWhereItIsCutThenStillRedacted(String key) {
		Endpoint endpoint = DataClient.builder()
			.retry(Policies.NO_RETRIES)
			.workload("local", (settings) -> settings.url(this.server.baseUrl()).apiKey(ApiKey.of(key)))
			.build()
			.endpoint("local");
		for (String body : new String[] { "{\"error\":{\"message\":\"" + "x".repeat(470) + " " + key + "\"}}",
				"{\"error\":\"" + key + "\"}", "{\"error\":{\"code\":\"" + key + "\",\"message\":\"no\"}}" }) {
			this.server.then((exchange) -> exchange.respond(401, "application/json", body))
				.then((exchange) -> exchange.respond(500, "application/json", body));
			assertThatExceptionOfType(AuthException.class).isThrownBy(() -> endpoint.generateText("Hola"))
				.satisfies((ex) -> assertThat(ex.toString()).doesNotContain("Zq9"));
			assertThatExceptionOfType(ApiException.class).isThrownBy(() -> endpoint.generateText("Hola"))
				.satisfies((ex) -> assertThat(ex + " " + ex.code()).doesNotContain("Zq9"));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "%s\r\n\r\n", "HTTP/1.1 2%s OK\r\n\r\n", "HTTP/1.1 200 OK\r\n%s x: y\r\n\r\n" })
	void keyWhenTheConnectorOfTheJdkQuotesABrokenHeadThenNotInTheException(String head) {
		this.server.then((exchange) -> {
			exchange.write(head.formatted("hunter2-token"));
			exchange.socket().close();
		});
		Endpoint endpoint = DataClient.builder()
			.webClientBuilder(WebClient.builder().clientConnector(new JdkClientHttpConnector()))
			.retry(Policies.NO_RETRIES)
			.workload("local", (settings) -> settings.url(this.server.baseUrl()).apiKey(ApiKey.of("hunter2-token")))
			.build()
			.endpoint("local");
		assertThatExceptionOfType(InferenceKeyException.class).isThrownBy(() -> endpoint.generateText("Hola"))
			.satisfies((ex) -> assertThat(trace(ex)).doesNotContain("hunter2"));
	}

	private static String trace(Throwable failure) {
		StringWriter trace = new StringWriter();
		failure.printStackTrace(new PrintWriter(trace));
		return trace.toString();
	}

	@Test
	void messageWhenMarkupSplitsOrCutsTheKeyOrOnlyItsSecretIsQuotedThenNothingOfItIsShown() {
		String[] pages = { "<html><p>bad key " + WireServer.KEY.replace("5ec2", "5e<wbr>c2") + "</p>",
				"<html><style>" + "x".repeat(4021) + "</style> " + WireServer.KEY, "bad secret " + WireServer.SECRET };
		for (String page : pages) {
			this.server.then((exchange) -> exchange.respond(401, "text/html", page));
			Endpoint endpoint = this.server.endpoint();
			assertThatExceptionOfType(AuthException.class).isThrownBy(() -> endpoint.generateText("Hola"))
				.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("5ec2").doesNotContain("e75e"));
		}
	}

	static Stream<WireServer.Script> secretsInOddPlaces() {
		String secret = WireServer.SECRET;
		String key = WireServer.KEY;
		return Stream.of(
				(exchange) -> exchange.respond(302, "text/plain", "", "location: https://" + secret + ".example/"),
				(exchange) -> exchange.respond(200, "text/" + secret, "{}"), (exchange) -> {
					exchange.write("HTTP/1.1 " + key + " X\r\n\r\n");
					exchange.socket().close();
				}, (exchange) -> {
					exchange.write("HTTP/1.1 200 OK\r\ncontent-length: " + key + "\r\n\r\n");
					exchange.socket().close();
				}, (exchange) -> {
					exchange.write("HTTP/1.1 200 OK\r\n" + key + "\u0001: a\r\n\r\n");
					exchange.socket().close();
				});
	}

	@ParameterizedTest
	@MethodSource("secretsInOddPlaces")
	void keyWhenEchoedInAnOddPlaceThenInNoMessageAndNoCause(WireServer.Script script) {
		this.server.then(script);
		Throwable failure = catchThrowable(() -> this.server.endpoint().generateText("Hola"));
		assertThat(trace(failure)).contains("support-bot").doesNotContain(WireServer.SECRET);
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://localhost:1/v1", "" })
	void endpointWhenNameAndKeyAreSwappedThenSaidAndTheKeyIsInNoMessage(String url) {
		DataClient client = this.server.builder().otherWorkloads((workload, settings) -> {
			if (!url.isEmpty()) {
				settings.url(url);
			}
		}).build();
		assertThatExceptionOfType(ConfigurationException.class)
			.isThrownBy(() -> client.endpoint(WireServer.KEY, "support-bot"))
			.withMessageContaining("swapped")
			.satisfies((ex) -> assertThat(trace(ex) + ex.workload()).doesNotContain("5ec2e7"));
		assertThatExceptionOfType(ConfigurationException.class).isThrownBy(() -> client.endpoint(WireServer.KEY))
			.withMessageContaining("swapped")
			.satisfies((ex) -> assertThat(trace(ex) + ex.workload()).doesNotContain("5ec2e7"));
	}

	static Stream<Consumer<WorkloadSettings.Builder>> keysAsNames() {
		return Stream.of((settings) -> settings.slug(WireServer.KEY), (settings) -> settings.model(WireServer.KEY),
				(settings) -> settings.project(WireServer.KEY),
				(settings) -> settings.url("http://localhost:1/v1").model(WireServer.KEY));
	}

	@ParameterizedTest
	@MethodSource("keysAsNames")
	void clientWhenAKeyStandsForANameThenRefusedAndNotShown(Consumer<WorkloadSettings.Builder> settings) {
		DataClient.Builder builder = this.server.builder().workload("support-bot", settings);
		assertThatExceptionOfType(ConfigurationException.class).isThrownBy(builder::build)
			.withMessageContaining("looks like a key")
			.satisfies((ex) -> assertThat(trace(ex)).doesNotContain("5ec2e7"));
	}

	@Test
	void endpointWhenTheNameHasALineBreakThenTheMessageIsOneLine() {
		DataClient client = this.server.client();
		assertThatExceptionOfType(InferenceKeyException.class)
			.isThrownBy(() -> client.endpoint("a\n2026-01-01 WARN forged"))
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("\n"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "content-length: %s\r\n", "%s\u0001: a\r\n" })
	void keyOfAnotherShapeWhenItIsEchoedInTheHeadThenInNoMessageAndNoCause(String header) {
		String key = "sk-proj-Zq9Zq9Zq9Zq9Zq9Zq9Zq9Zq9";
		this.server.then((exchange) -> {
			exchange.write("HTTP/1.1 200 OK\r\n" + header.formatted(key) + "\r\n");
			exchange.socket().close();
		});
		Endpoint endpoint = DataClient.builder()
			.retry(Policies.NO_RETRIES)
			.workload("local", (settings) -> settings.url(this.server.baseUrl()).apiKey(ApiKey.of(key)))
			.build()
			.endpoint("local");
		assertThatExceptionOfType(InferenceKeyException.class).isThrownBy(() -> endpoint.generateText("Hola"))
			.satisfies((ex) -> assertThat(trace(ex)).doesNotContain("Zq9Zq9"));
	}

	@Test
	void keyWhenItComesAfterTheStartThenStillNotSentUnencrypted() {
		AtomicReference<ApiKey> key = new AtomicReference<>();
		Endpoint endpoint = DataClient.builder()
			.workload("local", (settings) -> settings.url("http://gpu-box.invalid:8000/v1").keys((name) -> key.get()))
			.build()
			.endpoint("local");
		key.set(ApiKey.of(WireServer.KEY));
		assertThatExceptionOfType(ConfigurationException.class).isThrownBy(() -> endpoint.generateText("Hola"))
			.withMessageContaining("unencrypted");
	}

}
