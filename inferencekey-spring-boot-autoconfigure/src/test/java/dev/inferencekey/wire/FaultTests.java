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
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import dev.inferencekey.Endpoint;
import dev.inferencekey.error.ApiException;
import dev.inferencekey.error.InferenceKeyException;
import dev.inferencekey.error.StreamInterruptedException;
import dev.inferencekey.error.TransportException;
import dev.inferencekey.resilience.Timeouts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Everything that a server can do wrong, against every kind of call: the exception, what
 * it says, the limit that ends the call, and the number of requests. Each leaves the
 * endpoint, which has a single permit, fit for the next call and the pool with nothing
 * taken. The build runs with Netty's leak detection at paranoid.
 */
@Timeout(60)
class FaultTests {

	private final WireServer server = new WireServer();

	private final OnePermitClient client = new OnePermitClient(this.server);

	@AfterEach
	void close() {
		this.server.close();
		this.client.close();
	}

	/**
	 * What a caller is to see.
	 *
	 * @param requests how many the server is to get
	 * @param type of the exception
	 * @param says what stands in its message besides the workload
	 */
	record Outcome(int requests, Class<? extends InferenceKeyException> type, String says) {
	}

	/**
	 * @param name of the fault
	 * @param timeouts of the call; all but the one that is to end it are minutes
	 * @param whole what calls for a whole answer see
	 * @param stream what a stream sees
	 * @param script what the server does
	 */
	record Fault(String name, Timeouts timeouts, Outcome whole, Outcome stream, WireServer.Script script) {

		Outcome of(CallKind kind) {
			return (kind == CallKind.STREAMING) ? this.stream : this.whole;
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

	// Holds for streams only; a whole answer may take the total.
	private static final Timeouts FIRST_CHUNK = Timeouts.UNSET.withFirstChunk(Duration.ofMillis(150))
		.withIdle(OnePermitClient.LONG.idle())
		.withTotal(Duration.ofMillis(600));

	private static final Timeouts IDLE = Timeouts.UNSET.withFirstChunk(OnePermitClient.LONG.firstChunk())
		.withIdle(Duration.ofMillis(150))
		.withTotal(OnePermitClient.LONG.total());

	private static final Timeouts TOTAL = Timeouts.UNSET.withFirstChunk(OnePermitClient.LONG.firstChunk())
		.withIdle(OnePermitClient.LONG.idle())
		.withTotal(Duration.ofMillis(400));

	private static Fault fault(String name, Outcome both, WireServer.Script script) {
		return fault(name, both, both, script);
	}

	private static Fault fault(String name, Outcome whole, Outcome stream, WireServer.Script script) {
		return new Fault(name, OnePermitClient.LONG, whole, stream, script);
	}

	private static Fault slow(String name, Timeouts timeouts, Outcome both, WireServer.Script script) {
		return slow(name, timeouts, both, both, script);
	}

	private static Fault slow(String name, Timeouts timeouts, Outcome whole, Outcome stream, WireServer.Script script) {
		return new Fault(name, timeouts, whole, stream, script);
	}

	private static Outcome transport(int requests, String says) {
		return new Outcome(requests, TransportException.class, says);
	}

	private static Outcome api(int requests, String says) {
		return new Outcome(requests, ApiException.class, says);
	}

	private static Outcome cut(int requests, String says) {
		return new Outcome(requests, StreamInterruptedException.class, says);
	}

	private static void silence(WireServer.Exchange exchange) throws IOException {
		exchange.awaitClosed(new CountDownLatch(1));
	}

	private static void begin(WireServer.Exchange exchange) throws IOException {
		exchange.write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ncontent-type: " + CallKind.typeFor(exchange)
				+ "\r\n\r\n");
		exchange.chunk(CallKind.isStream(exchange) ? Answers.delta("a") : "{\"choices\":");
	}

	// Until the client closes the connection; slower than it reads, faster than any
	// limit.
	private static void drip(WireServer.Exchange exchange, String piece) throws IOException {
		while (true) {
			exchange.write(piece);
			exchange.pause(Duration.ofMillis(10));
		}
	}

	private static final Outcome BROKEN = transport(2, "broke");

	private static final Outcome CLOSED = transport(2, "closed before the answer was complete");

	private static final Outcome NO_HTTP = transport(1, "not valid HTTP");

	private static final Outcome SILENT = transport(1, "timeout.total");

	private static final Outcome SILENT_STREAM = transport(1, "timeout.first-chunk");

	private static final Outcome UNREADABLE = api(1, "cannot be read");

	private static final Outcome NO_STREAM = api(1, "not an event stream");

	private static final List<Fault> FAULTS = List.of(
			fault("reset before the head", BROKEN, WireServer.Exchange::reset),
			fault("closed before the head", CLOSED, (exchange) -> exchange.socket().close()),
			fault("reset inside the head", BROKEN, (exchange) -> {
				exchange.write("HTTP/1.1 200 OK\r\ncontent-ty");
				exchange.reset();
			}), fault("no HTTP", NO_HTTP, (exchange) -> {
				exchange.write("SSH-2.0-OpenSSH_9.6\r\n\r\n");
				exchange.socket().close();
			}), fault("endless headers", transport(1, "too long"), (exchange) -> {
				exchange.write("HTTP/1.1 200 OK\r\n");
				for (int i = 0; i < 100_000; i++) {
					exchange.write("x-" + i + ": " + "y".repeat(100) + "\r\n");
				}
			}), slow("silent", FIRST_CHUNK, SILENT, SILENT_STREAM, FaultTests::silence),
			slow("silent inside the head", FIRST_CHUNK, SILENT, SILENT_STREAM, (exchange) -> {
				exchange.write("HTTP/1.1 200 OK\r\n");
				silence(exchange);
			}), slow("slow bytes of a head", FIRST_CHUNK, SILENT, SILENT_STREAM, (exchange) -> {
				exchange.write("HTTP/1.1 200 OK\r\nx-long: ");
				drip(exchange, "y");
			}),
			slow("endless interim responses", FIRST_CHUNK, SILENT, SILENT_STREAM,
					(exchange) -> drip(exchange, "HTTP/1.1 100 Continue\r\n\r\n")),
			slow("silent before the body", FIRST_CHUNK, SILENT, cut(1, "timeout.first-chunk"), (exchange) -> {
				exchange.head();
				silence(exchange);
			}), slow("silent in the body", IDLE, transport(1, "timeout.idle"), cut(1, "timeout.idle"), (exchange) -> {
				begin(exchange);
				silence(exchange);
			}),
			slow("slow bytes of a body", TOTAL, transport(1, "timeout.total"), cut(1, "timeout.total"), (exchange) -> {
				begin(exchange);
				drip(exchange, "1\r\n \r\n");
			}), fault("reset in the body", transport(1, "broke"), cut(1, "broke"), (exchange) -> {
				begin(exchange);
				exchange.reset();
			}), fault("closed in the body", transport(1, "closed before"), cut(1, "closed before"), (exchange) -> {
				begin(exchange);
				exchange.socket().close();
			}), fault("ended in good order too early", UNREADABLE, cut(1, "ended the stream of"), (exchange) -> {
				begin(exchange);
				exchange.end();
			}), fault("closed before the first chunk", transport(1, "closed before"), cut(2, "closed before"),
					(exchange) -> {
						exchange.head();
						exchange.socket().close();
					}),
			fault("content length beyond the body", transport(1, "closed before"), cut(2, "closed before"),
					(exchange) -> {
						exchange.write("HTTP/1.1 200 OK\r\ncontent-type: " + CallKind.typeFor(exchange)
								+ "\r\ncontent-length: 5000\r\n\r\n{");
						exchange.socket().close();
					}),
			fault("broken chunk size", NO_HTTP, cut(1, "not valid HTTP"), (exchange) -> {
				exchange.head();
				exchange.write("zzz\r\n");
				exchange.socket().close();
			}),
			fault("wrong content type", api(1, "text/html"),
					(exchange) -> exchange.respond(200, "text/html", "<html>")),
			fault("nonsense as content type", api(1, "no valid content type"), cut(2, "ended the stream of"),
					(exchange) -> exchange.respond(200, ";;nonsense", "{")),
			fault("empty answer", UNREADABLE, NO_STREAM, (exchange) -> exchange.respond(200, "application/json", "")),
			fault("no content", UNREADABLE, NO_STREAM,
					(exchange) -> exchange.write("HTTP/1.1 204 No Content\r\ncontent-type: application/json\r\n\r\n")),
			fault("no content, with a body", UNREADABLE, NO_STREAM, (exchange) -> exchange
				.write("HTTP/1.1 204 No Content\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}")),
			fault("no content, with a body of unknown length", UNREADABLE, NO_STREAM,
					(exchange) -> exchange
						.write("HTTP/1.1 204 No Content\r\ncontent-type: application/json\r\n\r\n{\"error\":{}}")),
			fault("another protocol", api(1, "answered 101"),
					(exchange) -> exchange.write(
							"HTTP/1.1 101 Switching Protocols\r\nupgrade: acme\r\nconnection: upgrade\r\n\r\nhello")),
			fault("not modified, with a body", api(1, "answered 304"),
					(exchange) -> exchange.respond(304, "application/json", "{\"error\":{}}")),
			fault("gzip that is none", UNREADABLE, NO_STREAM,
					(exchange) -> exchange.respond(200, "application/json", "no gzip", "content-encoding: gzip")),
			fault("redirect", api(1, "Redirects are not followed"),
					(exchange) -> exchange.respond(302, "text/plain", "", "location: http://127.0.0.1:1/")),
			fault("page of a proxy", api(2, "answered 502: Bad gateway"),
					(exchange) -> exchange.respond(502, "text/html", "<html><h1>Bad gateway</h1>")),
			fault("unknown status", api(1, "answered 799"),
					(exchange) -> exchange.respond(799, "text/plain", "what?")));

	static Stream<Arguments> everything() {
		return FAULTS.stream()
			.flatMap((fault) -> Stream.of(CallKind.values()).map((kind) -> Arguments.of(fault, kind)));
	}

	@ParameterizedTest(name = "{0}, {1}")
	@MethodSource("everything")
	void callWhenServerFailsThenTypedExceptionAndTheNextCallWorks(Fault fault, CallKind kind) {
		this.server.then(fault.script());
		Endpoint endpoint = this.client.endpoint(fault.timeouts(), Policies.quickRetries(2));
		InferenceKeyException failure = catchThrowableOfType(InferenceKeyException.class, () -> kind.text(endpoint));
		Outcome expected = fault.of(kind);
		assertThat(failure).isExactlyInstanceOf(expected.type())
			.hasMessageContainingAll("\"support-bot\"", expected.says());
		assertThat(this.server.requests()).hasSize(expected.requests());
		this.client.assertTheNextCallWorks(endpoint, kind);
	}

}
