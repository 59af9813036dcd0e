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

package dev.inferencekey.samples.supportdesk;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.inferencekey.test.AutoConfigureInferenceKey;
import dev.inferencekey.test.ScriptedPlatform;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

/**
 * The support desk without its page.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "support-desk.price.currency=EUR", "support-desk.price.input=0.5", "support-desk.price.output=2",
				"inferencekey.retry.max-attempts=1" })
@AutoConfigureInferenceKey
class DeskTests {

	private static final double[] SCORES = IntStream.range(0, 12).mapToDouble((i) -> i / 12d).toArray();

	private final HttpClient client = HttpClient.newHttpClient();

	@LocalServerPort
	private int port;

	@LocalManagementPort
	private int managementPort;

	@Autowired
	private ScriptedPlatform platform;

	@Test
	void askWhenAnsweredThenSourcesTextAndCostAreSentInThisOrder() throws Exception {
		this.platform.workload("embedder").embeds(16);
		this.platform.workload("reranker").reranks(SCORES);
		this.platform.workload("support-bot").streams("Press ", "Cancel.").costs(400, 50);
		HttpResponse<String> answer = ask("How do I cancel?");
		assertThat(answer.headers().firstValue("content-type"))
			.hasValueSatisfying((type) -> assertThat(type).startsWith("text/event-stream"));
		assertThat(answer.body()).containsSubsequence("event:sources", "event:text", "Press", "event:text", "Cancel.",
				"event:done", "\"inputTokens\":400", "\"money\":\"0.0003 EUR\"");
		assertThat(this.platform.workload("reranker")).received(1).lastRequest().hasField("top_n", 4);
		assertThat(this.platform.workload("support-bot")).received(1)
			.lastRequest()
			.isStreamed()
			.hasUserMessage("How do I cancel?")
			.hasField("temperature", 0.2);
		assertThat(this.platform.workload("support-bot").requests().get(0).messages().get(0).text())
			.contains("Use only the handbook passages", "## ");
		assertThat(actuator("prometheus")).contains("gen_ai_client_inference_duration_seconds_count")
			.contains("inferencekey_workload=\"support-bot\"");
		assertThat(actuator("health")).contains("\"support-bot\":{").doesNotContain("\"DOWN\"");
	}

	@Test
	void askWhenTheEmbedderHasFailedThenTheNextQuestionIndexesTheHandbook() throws Exception {
		this.platform.workload("embedder").failsWith(500).embeds(16);
		this.platform.workload("reranker").failsWith(500);
		this.platform.workload("support-bot").replies("Here I am.");
		if (ask("first").body().contains("event:failure")) {
			assertThat(this.platform.workload("support-bot")).receivedNothing();
		}
		assertThat(ask("second").body()).contains("Here", "event:done").doesNotContain("event:failure");
	}

	@Test
	void askWhenBlankOrTooLongThenRejectedAndNoWorkloadIsCalled() throws Exception {
		for (String text : new String[] { " ", "x".repeat(2001) }) {
			assertThat(ask(text).statusCode()).isEqualTo(400);
		}
		assertThat(this.platform.requests()).isEmpty();
	}

	@Test
	void disconnectWhenNothingHasBeenGeneratedThenTheWorkloadStops() throws Exception {
		this.platform.workload("embedder").embeds(16);
		this.platform.workload("reranker").reranks(SCORES);
		this.platform.workload("support-bot").replies("Too late.").delays(Duration.ofSeconds(25));
		HttpResponse<InputStream> answer = this.client.send(question("Hello"),
				HttpResponse.BodyHandlers.ofInputStream());
		await().until(() -> !this.platform.workload("support-bot").requests().isEmpty());
		answer.body().close();
		assertThat(this.platform.workload("support-bot")).lastRequest().wasAbandoned();
	}

	@Test
	void disconnectWhenTheWorkloadStallsThenItStops() throws Exception {
		this.platform.workload("embedder").embeds(16);
		this.platform.workload("reranker").reranks(SCORES);
		this.platform.workload("support-bot").streams("Certainly, ", "…").pauses(Duration.ofSeconds(25));
		HttpResponse<Stream<String>> answer = this.client.send(question("Hello"), HttpResponse.BodyHandlers.ofLines());
		try (Stream<String> lines = answer.body()) {
			assertThat(lines.anyMatch((line) -> line.contains("Certainly,"))).isTrue();
		}
		assertThat(this.platform.workload("support-bot")).lastRequest().wasAbandoned();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/api/approvals/3f0c4b9e", "/api/feedback/3f0c4b9e" })
	void decideWhenTheIdIsGuessedThenNotFound(String path) throws Exception {
		HttpRequest guess = HttpRequest.newBuilder(uri(path))
			.header("content-type", "application/json")
			.PUT(HttpRequest.BodyPublishers.ofString("{\"yes\": true}"))
			.build();
		assertThat(this.client.send(guess, HttpResponse.BodyHandlers.discarding()).statusCode()).isEqualTo(404);
	}

	@Test
	void actuatorWhenRequestedOnThePortOfThePageThenNotFound() throws Exception {
		for (String path : new String[] { "/actuator", "/actuator/health", "/actuator/prometheus",
				"/actuator/inferencekey" }) {
			HttpResponse<String> response = this.client.send(HttpRequest.newBuilder(uri(path)).build(),
					HttpResponse.BodyHandlers.ofString());
			assertThat(response.statusCode()).as(path).isEqualTo(404);
		}
	}

	@Test
	void actuatorWhenRequestedOnAnotherAddressThenUnreachable() {
		assertThat(this.managementPort).isNotEqualTo(this.port);
		assertThatIOException().isThrownBy(() -> {
			try (Socket socket = new Socket()) {
				socket.connect(new InetSocketAddress("127.0.0.2", this.managementPort), 2000);
			}
		});
	}

	@Test
	void pageWhenLoadedThenOnlyItsOwnScriptsAreAllowed() throws Exception {
		HttpResponse<String> page = this.client.send(HttpRequest.newBuilder(uri("/")).build(),
				HttpResponse.BodyHandlers.ofString());
		assertThat(page.headers().firstValue("content-security-policy"))
			.hasValueSatisfying((policy) -> assertThat(policy).contains("default-src 'none'", "script-src 'self'"));
		assertThat(page.body()).contains("acme support desk");
	}

	private HttpResponse<String> ask(String text) throws IOException, InterruptedException {
		return this.client.send(question(text), HttpResponse.BodyHandlers.ofString());
	}

	private HttpRequest question(String text) {
		String body = JsonMapper.shared().writeValueAsString(Map.of("text", text));
		return HttpRequest.newBuilder(uri("/api/questions"))
			.header("content-type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(body))
			.build();
	}

	private String actuator(String endpoint) throws IOException, InterruptedException {
		return this.client
			.send(HttpRequest
				.newBuilder(URI.create("http://127.0.0.1:" + this.managementPort + "/actuator/" + endpoint))
				.build(), HttpResponse.BodyHandlers.ofString())
			.body();
	}

	private URI uri(String path) {
		return URI.create("http://localhost:" + this.port + path);
	}

}
