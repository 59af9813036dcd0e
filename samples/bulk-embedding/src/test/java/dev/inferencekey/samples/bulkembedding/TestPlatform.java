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

package dev.inferencekey.samples.bulkembedding;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

import dev.inferencekey.localplatform.LocalPlatform;
import io.netty.handler.codec.http.HttpHeaderNames;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.ByteBufFlux;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A platform that remembers which texts it was sent. It answers itself, after a delay, or
 * lets another platform answer.
 */
final class TestPlatform implements AutoCloseable {

	private final Queue<String> received = new ConcurrentLinkedQueue<>();

	private final AtomicInteger requests = new AtomicInteger();

	private final AtomicInteger connections = new AtomicInteger();

	private final Queue<Answer> failures = new ConcurrentLinkedQueue<>();

	private final Sinks.Empty<Void> gate = Sinks.empty();

	private final @Nullable LocalPlatform target;

	private final Duration delay;

	private final int gateSize;

	private final DisposableServer server;

	private volatile Predicate<String> refused = (text) -> false;

	private volatile long firstNanos;

	private volatile long lastNanos;

	private TestPlatform(@Nullable LocalPlatform target, Duration delay, int gateSize) {
		this.target = target;
		this.delay = delay;
		this.gateSize = gateSize;
		this.server = HttpServer.create().host("127.0.0.1").port(0).doOnConnection((connection) -> {
			this.connections.incrementAndGet();
			connection.onDispose(this.connections::decrementAndGet);
		}).handle(this::handle).bindNow();
	}

	static TestPlatform start() {
		return new TestPlatform(null, Duration.ZERO, 0);
	}

	static TestPlatform inFrontOf(LocalPlatform target) {
		return new TestPlatform(target, Duration.ZERO, 0);
	}

	/**
	 * A platform whose answers take a while, and which answers none before a number of
	 * requests are waiting.
	 */
	static TestPlatform slow(Duration delay, int gateSize) {
		return new TestPlatform(null, delay, gateSize);
	}

	String baseUrl() {
		return "http://127.0.0.1:" + this.server.port();
	}

	String apiKey() {
		return (this.target != null) ? this.target.apiKey("embedder").reveal() : "ik_live_00000000_bulk";
	}

	void refuse(Predicate<String> refused) {
		this.refused = refused;
	}

	void thenFail(int status, int times) {
		for (int i = 0; i < times; i++) {
			this.failures.add(new Answer(status, "{\"error\":{\"message\":\"not now\"}}"));
		}
	}

	int requests() {
		return this.requests.get();
	}

	/**
	 * How often each text was sent.
	 */
	Map<String, Integer> received() {
		Map<String, Integer> counts = new HashMap<>();
		this.received.forEach((text) -> counts.merge(text, 1, Integer::sum));
		return counts;
	}

	boolean isIdle() {
		return this.connections.get() == 0;
	}

	/**
	 * The time from the opening of the gate to the last answer.
	 */
	Duration busyTime() {
		return Duration.ofNanos(this.lastNanos - this.firstNanos);
	}

	private Mono<Void> handle(HttpServerRequest request, HttpServerResponse response) {
		return request.receive().aggregate().asByteArray().flatMap((body) -> {
			List<String> texts = JsonMapper.shared()
				.readTree(body)
				.path("input")
				.valueStream()
				.map(JsonNode::asString)
				.toList();
			this.received.addAll(texts);
			return open(this.requests.incrementAndGet()).then(answer(request, body, texts));
		})
			.flatMap((answer) -> response.status(answer.status())
				.header(HttpHeaderNames.CONTENT_TYPE, "application/json")
				.sendString(Mono.just(answer.body()))
				.then())
			.doOnSuccess((done) -> this.lastNanos = System.nanoTime());
	}

	private Mono<Void> open(int number) {
		if (number >= this.gateSize && this.firstNanos == 0) {
			this.firstNanos = System.nanoTime();
			this.gate.tryEmitEmpty();
		}
		return this.gate.asMono();
	}

	private Mono<Answer> answer(HttpServerRequest request, byte[] body, List<String> texts) {
		Answer failure = this.failures.poll();
		if (failure != null) {
			return Mono.just(failure);
		}
		if (texts.stream().anyMatch(this.refused)) {
			return Mono.just(new Answer(400, "{\"error\":{\"message\":\"cannot read this\",\"code\":\"bad_input\"}}"));
		}
		return (this.target != null) ? forward(this.target.baseUrl(), request, body)
				: vectors(texts).delayElement(this.delay);
	}

	private static Mono<Answer> forward(String target, HttpServerRequest request, byte[] body) {
		return HttpClient.create().headers((headers) -> {
			headers.set(HttpHeaderNames.AUTHORIZATION, request.requestHeaders().get(HttpHeaderNames.AUTHORIZATION));
			headers.set(HttpHeaderNames.CONTENT_TYPE, "application/json");
		})
			.post()
			.uri(target + request.uri())
			.send(ByteBufFlux.fromInbound(Mono.just(body)))
			.responseSingle(
					(head, content) -> content.asString().map((answer) -> new Answer(head.status().code(), answer)));
	}

	private static Mono<Answer> vectors(List<String> texts) {
		StringBuilder data = new StringBuilder();
		for (int i = 0; i < texts.size(); i++) {
			data.append((i > 0) ? "," : "")
				.append("{\"index\":" + i + ",\"embedding\":[" + texts.get(i).length() + ",0.5]}");
		}
		return Mono.just(new Answer(200, "{\"model\":\"lengths\",\"data\":[" + data + "]}"));
	}

	@Override
	public void close() {
		this.server.disposeNow();
	}

	private record Answer(int status, String body) {
	}

}
