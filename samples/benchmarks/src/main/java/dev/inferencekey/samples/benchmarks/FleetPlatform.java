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

package dev.inferencekey.samples.benchmarks;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerResponse;

/**
 * A platform that starts, answers, breaks down, loads its model again and answers, and
 * counts the requests that it receives in each second and for the calls of each second.
 */
final class FleetPlatform implements AutoCloseable {

	private static final Pattern SECOND = Pattern.compile("second (\\d+)");

	private static final Duration LATENCY = Duration.ofMillis(200);

	private static final byte[] ANSWER = """
			{"model":"m","choices":[{"message":{"content":"ok"},"finish_reason":"stop"}]}"""
		.getBytes(StandardCharsets.US_ASCII);

	/**
	 * What the platform does, in the order in which it does so.
	 */
	enum Phase {

		STARTING("starts", 5), UP("up", 15), FAILING("answers 500", 3), CUT("resets connections", 3),
		LOADING("loads its model", 4), UP_AGAIN("up", 20);

		final String title;

		final int seconds;

		Phase(String title, int seconds) {
			this.title = title;
			this.seconds = seconds;
		}

		int start() {
			int start = 0;
			for (int before = 0; before < ordinal(); before++) {
				start += values()[before].seconds;
			}
			return start;
		}

		int end() {
			return start() + this.seconds;
		}

		static Phase at(int second) {
			for (Phase phase : values()) {
				if (second < phase.end()) {
					return phase;
				}
			}
			return UP_AGAIN;
		}

	}

	private final AtomicIntegerArray received = new AtomicIntegerArray(Fleet.SECONDS);

	private final AtomicIntegerArray caused = new AtomicIntegerArray(Fleet.SECONDS);

	private final DisposableServer server;

	private volatile boolean started;

	private volatile long start;

	FleetPlatform() {
		this.server = HttpServer.create()
			.host("127.0.0.1")
			.port(0)
			.option(ChannelOption.SO_BACKLOG, 8192)
			// A channel that is closed then resets its connection.
			.childOption(ChannelOption.SO_LINGER, 0)
			.handle((request,
					response) -> request.receive().aggregate().asString().flatMapMany((body) -> answer(body, response)))
			.bindNow();
	}

	String address() {
		return "http://127.0.0.1:" + this.server.port() + "/v1";
	}

	/**
	 * Begin with the first phase. Until then the platform is up and counts nothing.
	 */
	void start() {
		this.start = System.nanoTime();
		this.started = true;
	}

	/**
	 * The time since the start.
	 * @return whole seconds
	 */
	int second() {
		return (int) TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - this.start);
	}

	/**
	 * How many requests came in a second.
	 * @param second the second
	 * @return the requests of all calls
	 */
	int received(int second) {
		return this.received.get(second);
	}

	/**
	 * How many requests came for the calls that began in a second, whenever they came.
	 * @param second the second
	 * @return all requests of these calls
	 */
	int caused(int second) {
		return this.caused.get(second);
	}

	private Publisher<Void> answer(String body, HttpServerResponse response) {
		if (!this.started) {
			return late(response);
		}
		int second = Math.min(second(), Fleet.SECONDS - 1);
		this.received.incrementAndGet(second);
		Matcher begun = SECOND.matcher(body);
		if (begun.find()) {
			this.caused.incrementAndGet(Integer.parseInt(begun.group(1)));
		}
		return switch (Phase.at(second)) {
			case STARTING -> send(response.status(503).header("retry-after", "2"),
					"{\"error\":{\"code\":\"provisioning\",\"message\":\"The workload is starting\"}}");
			case FAILING -> send(response.status(500), "{\"error\":{\"message\":\"The engine is gone\"}}");
			case CUT -> {
				response.withConnection((connection) -> connection.channel().close());
				yield Mono.never();
			}
			case LOADING -> send(response.status(503),
					"{\"error\":{\"message\":\"Loading model\",\"type\":\"unavailable_error\",\"code\":503}}");
			case UP, UP_AGAIN -> late(response);
		};
	}

	private static Publisher<Void> late(HttpServerResponse response) {
		return Mono.delay(LATENCY).thenMany(send(response, ANSWER));
	}

	private static Publisher<Void> send(HttpServerResponse response, String body) {
		return send(response, body.getBytes(StandardCharsets.US_ASCII));
	}

	private static Publisher<Void> send(HttpServerResponse response, byte[] body) {
		return response.header("content-type", "application/json")
			.header("content-length", String.valueOf(body.length))
			.send(Mono.just(Unpooled.wrappedBuffer(body)));
	}

	@Override
	public void close() {
		this.server.disposeNow();
	}

}
