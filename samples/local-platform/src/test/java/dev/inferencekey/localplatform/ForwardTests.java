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

import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.localplatform.Caller.Answer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Workloads that another server answers.
 */
class ForwardTests {

	private static final String QUESTION = """
			{"model": "default", "messages": [{"role": "user", "content": "How do I get a refund?"}]%s}""";

	private final List<AutoCloseable> running = new ArrayList<>();

	@AfterEach
	void stop() throws Exception {
		for (AutoCloseable each : this.running) {
			each.close();
		}
	}

	@Test
	void chatWhenForwardedToAnotherPlatformThenItsAnswer() {
		LocalPlatform far = started(LocalPlatform.builder());
		LocalPlatform near = forwardingTo(far.baseUrl() + "/endpoint/acme/support-bot/v1/", far.apiKey("support-bot"));
		Answer answer = ask(near, "");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.json().at("/choices/0/message/content").asString()).startsWith("We refund");
		assertThat(answer.response().headers().allValues("x-request-id")).hasSize(1);
	}

	@Test
	void streamWhenForwardedToAnotherPlatformThenItsEvents() {
		LocalPlatform far = started(LocalPlatform.builder());
		LocalPlatform near = forwardingTo(far.baseUrl() + "/endpoint/acme/support-bot/v1", far.apiKey("support-bot"));
		Answer answer = ask(near, ", \"stream\": true, \"max_tokens\": 3");
		assertThat(answer.header("Content-Type")).isEqualTo("text/event-stream");
		assertThat(answer.events()).hasSize(6).last().isEqualTo("[DONE]");
	}

	@Test
	void chatWhenOtherServerRefusesThenItsErrorAndNotTheCallersKey() {
		LocalPlatform far = started(LocalPlatform.builder());
		LocalPlatform near = forwardingTo(far.baseUrl() + "/endpoint/acme/support-bot/v1", null);
		Answer answer = ask(near, "");
		assertThat(answer.status()).isEqualTo(401);
		// Had the caller's key travelled, it would be an unknown one there.
		assertThat(answer.errorCode()).isEqualTo("missing_credential");
	}

	@Test
	void chatWhenForwardedThenBodyArrivesAsItIs() throws Exception {
		CompletableFuture<String> received = new CompletableFuture<>();
		String url = serving(HttpServer.create()
			.route((routes) -> routes.post("/v1/chat/completions",
					(request, response) -> response.sendString(request.receive().aggregate().asString().map((body) -> {
						received.complete(request.requestHeaders().get("Authorization") + " " + body);
						return "{}";
					})))));
		String body = "{\"anything\":  [1, 2.50]}";
		LocalPlatform near = forwardingTo(url, ApiKey.of("sk-far"));
		Answer answer = new Caller(near.baseUrl()).post("/endpoint/acme/far/v1/chat/completions", near.apiKey("far"),
				body);
		assertThat(answer.body()).isEqualTo("{}");
		assertThat(received.get(5, TimeUnit.SECONDS)).isEqualTo("Bearer sk-far " + body);
	}

	@Test
	void streamWhenReaderLeavesThenTheOtherServerNotices() throws Exception {
		CompletableFuture<Void> cancelled = new CompletableFuture<>();
		String url = serving(HttpServer.create()
			.route((routes) -> routes.post("/v1/chat/completions",
					(request, response) -> response.sse()
						.sendString(Flux.interval(Duration.ofMillis(5))
							.onBackpressureDrop()
							.map((tick) -> "data: {}\n\n")
							.doOnCancel(() -> cancelled.complete(null)), StandardCharsets.UTF_8))));
		LocalPlatform near = forwardingTo(url, null);
		String first = HttpClient.create()
			.headers((headers) -> headers.set("Authorization", "Bearer " + near.apiKey("far").reveal()))
			.post()
			.uri(near.baseUrl() + "/endpoint/acme/far/v1/chat/completions")
			.send((request, outbound) -> outbound.sendString(Mono.just(QUESTION.formatted(", \"stream\": true"))))
			.responseContent()
			.asString()
			.blockFirst(Duration.ofSeconds(10));
		assertThat(first).startsWith("data: {}");
		assertThat(cancelled).succeedsWithin(Duration.ofSeconds(10));
	}

	@Test
	void chatWhenOtherServerIsDownThenBadGateway() throws Exception {
		int port;
		try (ServerSocket socket = new ServerSocket(0)) {
			port = socket.getLocalPort();
		}
		Answer answer = ask(forwardingTo("http://127.0.0.1:" + port + "/v1", null), "");
		assertThat(answer.status()).isEqualTo(502);
		assertThat(answer.errorCode()).isEqualTo("bad_gateway");
	}

	private static Answer ask(LocalPlatform near, String options) {
		return new Caller(near.baseUrl()).post("/endpoint/acme/far/v1/chat/completions", near.apiKey("far"),
				QUESTION.formatted(options));
	}

	private LocalPlatform forwardingTo(String url, @Nullable ApiKey key) {
		return started(LocalPlatform.builder().workload(Workload.forward("far", Task.CHAT, URI.create(url), key)));
	}

	private LocalPlatform started(LocalPlatform.Builder builder) {
		LocalPlatform platform = builder.start();
		this.running.add(platform);
		return platform;
	}

	private String serving(HttpServer server) {
		DisposableServer bound = server.host("127.0.0.1").port(0).bindNow();
		this.running.add(bound::disposeNow);
		return "http://127.0.0.1:" + bound.port() + "/v1";
	}

}
