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

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import dev.inferencekey.test.AutoConfigureInferenceKey;
import dev.inferencekey.test.ScriptedPlatform;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link AddressLimit} over real connections.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "support-desk.questions-per-address=3", "inferencekey.retry.max-attempts=1" })
@AutoConfigureInferenceKey
class AddressLimitTests {

	private static final Duration LONGER_THAN_THE_TEST = Duration.ofSeconds(60);

	private final HttpClient client = HttpClient.newHttpClient();

	private final List<Closeable> open = new ArrayList<>();

	@LocalServerPort
	private int port;

	@Autowired
	private ScriptedPlatform platform;

	@Autowired
	private AddressLimit limit;

	@BeforeEach
	void find() {
		this.platform.workload("embedder").embeds(16);
		this.platform.workload("reranker").reranks(new double[12]);
	}

	@AfterEach
	void closeAll() throws IOException {
		for (Closeable it : this.open) {
			it.close();
		}
		await().until(() -> this.limit.current() == 0);
	}

	@Test
	void askWhenOneAddressAsksTwentyQuestionsAtOnceThenAllButTheLimitAreRejected() {
		this.platform.workload("support-bot").replies("Too late.").delays(LONGER_THAN_THE_TEST);
		List<CompletableFuture<HttpResponse<InputStream>>> asked = IntStream.range(0, 20)
			.mapToObj((i) -> this.client.sendAsync(question(), HttpResponse.BodyHandlers.ofInputStream()))
			.toList();
		List<HttpResponse<InputStream>> responses = asked.stream().map(CompletableFuture::join).toList();
		responses.forEach((response) -> this.open.add(response.body()));
		assertThat(responses).extracting(HttpResponse::statusCode).containsOnly(200, 429);
		assertThat(responses).filteredOn((response) -> response.statusCode() == 200).hasSize(3);
		assertThat(responses).filteredOn((response) -> response.statusCode() == 429)
			.allSatisfy((response) -> assertThat(response.headers().firstValue("retry-after")).hasValue("5"));
	}

	// Other systems have only one IPv4 loopback address by default.
	@Test
	@EnabledOnOs(OS.LINUX)
	void askWhenAnotherAddressIsAtItsLimitThenAnswered() throws Exception {
		reachLimit();
		assertThat(ask()).isEqualTo(429);
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port, InetAddress.getByName("127.0.0.2"),
				0)) {
			socket.getOutputStream().write(rawQuestion("{\"text\": \"Hello\"}", 17));
			assertThat(statusLine(socket)).contains(" 200 ");
		}
	}

	@Test
	void askWhenTheForwardedAddressIsForgedThenStillRejected() throws Exception {
		reachLimit();
		HttpRequest disguised = HttpRequest.newBuilder(question(), (name, value) -> true)
			.header("X-Forwarded-For", "203.0.113.7")
			.header("Forwarded", "for=203.0.113.7")
			.build();
		assertThat(this.client.send(disguised, HttpResponse.BodyHandlers.discarding()).statusCode()).isEqualTo(429);
	}

	@Test
	void decideWhenTheAddressIsAtItsLimitThenNotRejected() throws Exception {
		reachLimit();
		HttpRequest decision = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + "/api/approvals/1"))
			.header("content-type", "application/json")
			.PUT(HttpRequest.BodyPublishers.ofString("{\"yes\": true}"))
			.build();
		assertThat(this.client.send(decision, HttpResponse.BodyHandlers.discarding()).statusCode())
			.as("nothing to decide")
			.isEqualTo(404);
	}

	@Test
	void askWhenAnotherQuestionIsAbandonedThenAnswered() throws Exception {
		reachLimit();
		this.platform.workload("support-bot").replies("Press Cancel.");
		this.open.remove(0).close();
		await().until(() -> this.limit.current() == 2);
		assertThat(ask()).isEqualTo(200);
	}

	@Test
	void askWhenEarlierAnswersHaveEndedThenAnswered() throws Exception {
		this.platform.workload("support-bot").replies("Press Cancel.").failsWith(500);
		for (int i = 0; i < 4; i++) {
			assertThat(ask()).isEqualTo(200);
			await().until(() -> this.limit.current() == 0);
		}
	}

	@Test
	void askWhenEarlierQuestionsWereInvalidThenAnswered() throws Exception {
		HttpRequest invalid = HttpRequest.newBuilder(question(), (name, value) -> true)
			.POST(HttpRequest.BodyPublishers.ofString("{}"))
			.build();
		for (int i = 0; i < 4; i++) {
			assertThat(this.client.send(invalid, HttpResponse.BodyHandlers.discarding()).statusCode()).isEqualTo(400);
			await().until(() -> this.limit.current() == 0);
		}
	}

	@Test
	void askWhenBodiesAreIncompleteThenTheyCount() throws Exception {
		this.platform.workload("support-bot").replies("Press Cancel.");
		for (int i = 0; i < 3; i++) {
			Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port);
			this.open.add(socket);
			socket.getOutputStream().write(rawQuestion("{\"text\": ", 1000));
		}
		await().until(() -> this.limit.current() == 3);
		assertThat(ask()).isEqualTo(429);
		closeAll();
		assertThat(ask()).isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource({ "192.0.2.1, 192.0.2.1, true", "192.0.2.1, 192.0.2.2, false", "2001:db8::1, 2001:db8::ffff:2, true",
			"2001:db8::1, 2001:0db8:0:0:1::1, true", "2001:db8::1, 2001:db8:0:1::1, false", "::1, 127.0.0.1, false",
			"fe80::1%2, fe80::2%2, true", "::ffff:192.0.2.1, 192.0.2.1, true", "unix, unix, true" })
	void networkWhenAddressesBelongToOneClientThenEqual(String one, String other, boolean same) {
		assertThat(AddressLimit.network(one).equals(AddressLimit.network(other))).isEqualTo(same);
	}

	private void reachLimit() throws Exception {
		this.platform.workload("support-bot").replies("Too late.").delays(LONGER_THAN_THE_TEST);
		for (int i = 0; i < 3; i++) {
			HttpResponse<InputStream> response = this.client.send(question(),
					HttpResponse.BodyHandlers.ofInputStream());
			this.open.add(response.body());
			assertThat(response.statusCode()).isEqualTo(200);
		}
		await().until(() -> this.platform.workload("support-bot").requests().size() == 3);
	}

	private int ask() throws IOException, InterruptedException {
		return this.client.send(question(), HttpResponse.BodyHandlers.discarding()).statusCode();
	}

	private HttpRequest question() {
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + "/api/questions"))
			.header("content-type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString("{\"text\": \"How do I cancel?\"}"))
			.build();
	}

	private static byte[] rawQuestion(String body, int length) {
		return ("POST /api/questions HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: "
				+ length + "\r\n\r\n" + body)
			.getBytes(StandardCharsets.US_ASCII);
	}

	private static String statusLine(Socket socket) throws IOException {
		return new String(socket.getInputStream().readNBytes(13), StandardCharsets.US_ASCII);
	}

}
