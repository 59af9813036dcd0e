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

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.inferencekey.credential.ApiKey;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;

import org.springframework.web.reactive.function.server.ServerResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Callers that never finish their requests, and callers without a key whose bodies nobody
 * waits for.
 */
class HalfOpenRequestsTests {

	private static final Duration LONG = Duration.ofMinutes(5);

	private static final Duration SHORT = Duration.ofMillis(300);

	private final LoopResources loops = LoopResources.create("test", 1, true);

	private final KeyRing keys = new KeyRing();

	private final ApiKey key = this.keys.issue(List.of(Scope.wholeProject("acme")));

	private final List<Socket> sockets = new ArrayList<>();

	private PlatformServer server;

	@AfterEach
	void stop() throws IOException {
		for (Socket socket : this.sockets) {
			socket.close();
		}
		this.server.close();
		this.loops.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block();
	}

	@Test
	void connectionWhenNothingIsSentThenItIsClosed() throws IOException {
		start(new RequestLimits(1000, SHORT, LONG, LONG, 10));
		assertThat(connect().getInputStream().read()).isEqualTo(-1);
	}

	@Test
	void connectionWhenTheHeadDripsThenItIsClosedAtTheDeadline() throws IOException {
		start(new RequestLimits(1000, SHORT, LONG, LONG, 10));
		Socket socket = connect();
		send(socket, "POST /endpoint/acme/echo/v1/chat/completions HTTP/1.1\r\n");
		Awaitility.await().pollInterval(Duration.ofMillis(50)).until(() -> isClosedAfter(socket, "X-Header: 1\r\n"));
	}

	@Test
	void connectionWhenAFurtherHeadDripsThenItIsClosedAtTheDeadline() throws IOException {
		start(new RequestLimits(1000, SHORT, LONG, LONG, 10));
		Socket socket = connect();
		send(socket, head(this.key, "Content-Length: 2") + "{}");
		assertThat(status(socket)).isEqualTo("HTTP/1.1 200 OK");
		send(socket, "POST /endpoint");
		Awaitility.await().pollInterval(Duration.ofMillis(50)).until(() -> isClosedAfter(socket, "x"));
	}

	@Test
	void requestWhenTheBodyDripsThenRequestTimeout() throws IOException {
		start(new RequestLimits(1000, LONG, SHORT, LONG, 10));
		Socket socket = connect();
		send(socket, head(this.key, "Content-Length: 10") + "{");
		String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(answer).startsWith("HTTP/1.1 408 ").contains("\"request_timeout\"");
	}

	@Test
	void requestWhenTheKeyIsUnknownThenAnsweredBeforeTheBodyAndTheRestIsBounded() throws IOException {
		start(new RequestLimits(1000, LONG, SHORT, LONG, 10));
		Socket socket = connect();
		send(socket, head(ApiKey.of("ik_live_00000000_" + "0".repeat(64)), "Content-Length: 100000"));
		assertThat(status(socket)).isEqualTo("HTTP/1.1 401 Unauthorized");
		assertThat(socket.getInputStream().read()).isEqualTo(-1);
	}

	@Test
	void requestWhenTheKeyIsUnknownAndTheCallerWaitsToGoOnThenTheConnectionEnds() throws IOException {
		start(new RequestLimits(1000, LONG, LONG, LONG, 10));
		Socket socket = connect();
		send(socket,
				head(ApiKey.of("ik_live_00000000_" + "0".repeat(64)), "Content-Length: 10\r\nExpect: 100-continue"));
		assertThat(status(socket)).isEqualTo("HTTP/1.1 401 Unauthorized");
		assertThat(socket.getInputStream().read()).isEqualTo(-1);
	}

	@Test
	void requestWhenTheCallerWaitsToGoOnThenItIsToldTo() throws IOException {
		start(new RequestLimits(1000, LONG, LONG, LONG, 10));
		Socket socket = connect();
		send(socket, head(this.key, "Content-Length: 2\r\nExpect: 100-continue"));
		assertThat(status(socket)).isEqualTo("HTTP/1.1 100 Continue");
		send(socket, "{}");
		assertThat(status(socket)).isEqualTo("HTTP/1.1 200 OK");
	}

	@Test
	void requestWhenMoreIsAnnouncedThanIsAllowedThenRefusedBeforeItComes() throws IOException {
		start(new RequestLimits(1000, LONG, LONG, LONG, 10));
		Socket socket = connect();
		send(socket, head(this.key, "Content-Length: 1001"));
		assertThat(status(socket)).isEqualTo("HTTP/1.1 413 Request Entity Too Large");
		send(socket, "x".repeat(1001) + head(this.key, "Content-Length: 2") + "{}");
		assertThat(status(socket)).isEqualTo("HTTP/1.1 200 OK");
	}

	@Test
	void requestWhenABodyInChunksNeverEndsThenRefusedAndTheConnectionEnds() throws IOException {
		start(new RequestLimits(1000, LONG, LONG, LONG, 10));
		Socket socket = connect();
		send(socket, head(this.key, "Transfer-Encoding: chunked") + "3e9\r\n" + "x".repeat(1001) + "\r\n");
		assertThat(status(socket)).isEqualTo("HTTP/1.1 413 Request Entity Too Large");
		Awaitility.await().until(() -> isClosedAfter(socket, "3e8\r\n" + "x".repeat(1000) + "\r\n"));
	}

	@Test
	void connectionsWhenTooManyAreHalfOpenThenTheOldestGoAndOthersAreServed() throws IOException {
		start(new RequestLimits(1000, LONG, LONG, LONG, 10));
		Socket served = connect();
		send(served, head(this.key, "Content-Length: 2") + "{}");
		assertThat(status(served)).isEqualTo("HTTP/1.1 200 OK");
		List<Socket> halfOpen = new ArrayList<>();
		for (int i = 0; i < 30; i++) {
			halfOpen.add(connect());
			send(halfOpen.get(i), (i % 2 == 0) ? "POST /" : head(this.key, "Content-Length: 10"));
		}
		for (Socket oldest : halfOpen.subList(0, 20)) {
			assertThat(oldest.getInputStream().read()).isEqualTo(-1);
		}
		send(served, head(this.key, "Content-Length: 2") + "{}");
		assertThat(status(served)).isEqualTo("HTTP/1.1 200 OK");
	}

	@Test
	void connectionWhenItIsIdleForLongThenItIsClosed() throws IOException {
		start(new RequestLimits(1000, LONG, LONG, SHORT, 10));
		Socket socket = connect();
		send(socket, head(this.key, "Content-Length: 2") + "{}");
		assertThat(status(socket)).isEqualTo("HTTP/1.1 200 OK");
		assertThat(socket.getInputStream().read()).isEqualTo(-1);
	}

	private void start(RequestLimits limits) {
		Workload workload = Workload.chat("echo");
		Routes routes = new Routes(new Gatekeeper(this.keys, "acme", Map.of("echo", workload)),
				new ModelsHandler("acme"), new HealthHandler(Mono.empty()),
				Map.of("echo", (request) -> RequestBodies.body(request).flatMap(ServerResponse.ok()::bodyValue)),
				Map.of());
		this.server = PlatformServer.start("127.0.0.1", 0, routes, this.loops, limits);
	}

	private Socket connect() throws IOException {
		Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.server.port());
		socket.setTcpNoDelay(true);
		socket.setSoTimeout((int) Duration.ofSeconds(20).toMillis());
		this.sockets.add(socket);
		return socket;
	}

	private static String head(ApiKey key, String headers) {
		return "POST /endpoint/acme/echo/v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
				+ key.reveal() + "\r\n" + headers + "\r\n\r\n";
	}

	private static void send(Socket socket, String text) throws IOException {
		socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
	}

	private static boolean isClosedAfter(Socket socket, String text) {
		try {
			send(socket, text);
			return false;
		}
		catch (IOException ex) {
			return true;
		}
	}

	/**
	 * The status of the next answer, which is read to its end.
	 */
	private static String status(Socket socket) throws IOException {
		InputStream in = socket.getInputStream();
		String status = line(in);
		int length = 0;
		for (String line = line(in); !line.isEmpty(); line = line(in)) {
			if (line.regionMatches(true, 0, "Content-Length: ", 0, 16)) {
				length = Integer.parseInt(line.substring(16));
			}
		}
		in.readNBytes(length);
		return status;
	}

	private static String line(InputStream in) throws IOException {
		StringBuilder line = new StringBuilder();
		for (int c = in.read(); c != '\n'; c = in.read()) {
			assertThat(c).as("end of stream").isNotNegative();
			line.append((char) c);
		}
		return line.toString().strip();
	}

}
