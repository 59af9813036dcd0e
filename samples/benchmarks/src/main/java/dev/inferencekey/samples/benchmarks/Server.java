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

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Sends the fixtures from a process of its own, until its standard input ends. The model
 * {@code paced} is a stream of time stamps, so many a second, see {@link Pacer}.
 */
final class Server {

	private static final Map<Work, byte[]> BODIES = Map.of(Work.UNARY, Fixtures.unary(), Work.NUMBERS,
			Fixtures.embeddings(false), Work.BASE64, Fixtures.embeddings(true));

	// Each is a chunk of HTTP, as engines send them.
	private static final Map<Work, List<byte[]>> FRAMES = Arrays.stream(Work.values())
		.filter(Work::isStream)
		.collect(Collectors.toMap((work) -> work, Fixtures::frames));

	private Server() {
	}

	public static void main(String[] args) throws Exception {
		DisposableServer server = HttpServer.create()
			.host("127.0.0.1")
			.port(0)
			.option(io.netty.channel.ChannelOption.SO_BACKLOG, 8192)
			.route((routes) -> routes.post("/**",
					(request, response) -> request.receive()
						.aggregate()
						.asString()
						.defaultIfEmpty("")
						.flatMapMany((body) -> answer(request.uri(), body, response))))
			.bindNow();
		System.out.println(server.port());
		while (System.in.read() >= 0) {
			// Until the one who started it closes its end.
		}
		server.disposeNow();
		System.exit(0);
	}

	private static Publisher<Void> answer(String uri, String sent, HttpServerResponse response) {
		// Some clients indent what they send.
		String body = sent.replaceAll("\\s", "");
		if (body.contains("\"paced\"")) {
			return paced(response.header("content-type", "text/event-stream"));
		}
		Work work = uri.endsWith("embeddings") ? (body.contains("base64") ? Work.BASE64 : Work.NUMBERS)
				: (body.contains("\"stream\":true") ? stream(body) : Work.UNARY);
		if (work.isStream()) {
			return response.header("content-type", "text/event-stream")
				.send(Flux.fromIterable(Objects.requireNonNull(FRAMES.get(work))).map(Unpooled::wrappedBuffer));
		}
		byte[] bytes = Objects.requireNonNull(BODIES.get(work));
		return response.header("content-type", "application/json")
			.header("content-length", String.valueOf(bytes.length))
			.send(Mono.just(Unpooled.wrappedBuffer(bytes)));
	}

	private static Work stream(String body) {
		return FRAMES.keySet()
			.stream()
			.filter((work) -> body.contains('"' + work.model() + '"'))
			.findAny()
			.orElseThrow();
	}

	private static Publisher<Void> paced(HttpServerResponse response) {
		AtomicReference<EventLoop> loop = new AtomicReference<>();
		response.withConnection((connection) -> loop.set(connection.channel().eventLoop()));
		return response.send(Pacer.stream(loop.get()), (buffer) -> true);
	}

}
