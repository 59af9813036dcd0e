package dev.inferencekey.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.error.ApiException;
import dev.inferencekey.error.InferenceKeyException;
import dev.inferencekey.error.RateLimitException;
import dev.inferencekey.error.StreamInterruptedException;
import dev.inferencekey.error.TransportException;
import dev.inferencekey.resilience.ConcurrencySettings;
import dev.inferencekey.resilience.RetrySettings;
import dev.inferencekey.resilience.Timeouts;
import io.netty.channel.ChannelOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/**
 * Everything that a server and the way to it can do wrong, against every kind of call:
 * the exception, what it says, the time, and the number of requests. Each leaves the
 * endpoint, which has a single place, fit for the next call and the pool with nothing
 * taken. The build runs with Netty's leak detection at paranoid.
 */
class FaultTests {

	private static final Duration FIRST = Duration.ofMillis(500);

	private static final Duration IDLE = Duration.ofMillis(400);

	private static final Duration TOTAL = Duration.ofSeconds(3);

	// What a loaded machine may add to any time.
	private static final Duration SLACK = Duration.ofMillis(1900);

	private final WireServer server = new WireServer();

	private final GaugedPool pool = new GaugedPool();

	@AfterEach
	void close() {
		this.server.close();
		this.pool.close();
	}

	private DataClient client(String baseUrl) {
		return client(baseUrl, new Timeouts(FIRST, IDLE, TOTAL));
	}

	private DataClient client(String baseUrl, Timeouts timeouts) {
		return this.server.builder()
			.baseUrl(baseUrl)
			.defaults((settings) -> settings.timeouts(timeouts)
				.retry(new RetrySettings(2, Duration.ofMillis(1), Duration.ofMillis(1)))
				.concurrency(new ConcurrencySettings(1, 0)))
			.webClientBuilder(
					GaugedPool.webClient(this.pool.httpClient().option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 300)))
			.build();
	}

	private Endpoint endpoint() {
		return client(this.server.baseUrl()).endpoint("support-bot");
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
	 * @param whole what calls for a whole answer see
	 * @param stream what a stream sees
	 * @param atLeast the time that it takes
	 * @param script what the server does
	 */
	record Fault(String name, Outcome whole, Outcome stream, Duration atLeast, WireServer.Script script) {

		Outcome of(CallKind kind) {
			return (kind == CallKind.STREAMING) ? this.stream : this.whole;
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

	private static Fault fault(String name, Outcome both, WireServer.Script script) {
		return new Fault(name, both, both, Duration.ZERO, script);
	}

	private static Fault fault(String name, Outcome whole, Outcome stream, WireServer.Script script) {
		return new Fault(name, whole, stream, Duration.ZERO, script);
	}

	private static Fault slow(String name, Duration atLeast, Outcome both, WireServer.Script script) {
		return new Fault(name, both, both, atLeast, script);
	}

	private static Fault slow(String name, Duration atLeast, Outcome whole, Outcome stream, WireServer.Script script) {
		return new Fault(name, whole, stream, atLeast, script);
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
		exchange.chunk(CallKind.isStream(exchange) ? "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n"
				: "{\"choices\":");
	}

	// Until the client closes the connection.
	private static void drip(WireServer.Exchange exchange, String piece) throws IOException {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
		while (System.nanoTime() - end < 0) {
			exchange.write(piece);
			try {
				TimeUnit.MILLISECONDS.sleep(20);
			}
			catch (InterruptedException ex) {
				throw new IOException(ex);
			}
		}
	}

	private static final Outcome BROKEN = transport(2, "broke");

	private static final Outcome CLOSED = transport(2, "closed before the answer was complete");

	private static final Outcome NO_HTTP = transport(1, "no valid HTTP");

	private static final Outcome SILENT = transport(1, "timeout.first-chunk");

	private static final Outcome UNREADABLE = api(1, "cannot be read");

	private static final Outcome NO_STREAM = api(1, "no event stream");

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
			}), slow("silent", FIRST, SILENT, FaultTests::silence),
			slow("silent inside the head", FIRST, SILENT, (exchange) -> {
				exchange.write("HTTP/1.1 200 OK\r\n");
				silence(exchange);
			}), slow("slow bytes of a head", FIRST, SILENT, (exchange) -> {
				exchange.write("HTTP/1.1 200 OK\r\nx-long: ");
				drip(exchange, "y");
			}),
			slow("endless interim responses", FIRST, SILENT,
					(exchange) -> drip(exchange, "HTTP/1.1 100 Continue\r\n\r\n")),
			slow("silent before the body", FIRST, SILENT, cut(1, "timeout.first-chunk"), (exchange) -> {
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
			}), fault("ended in good order too early", UNREADABLE, cut(1, "ended the stream before"), (exchange) -> {
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
			fault("broken chunk size", NO_HTTP, cut(1, "no valid HTTP"), (exchange) -> {
				exchange.head();
				exchange.write("zzz\r\n");
				exchange.socket().close();
			}),
			fault("wrong content type", api(1, "text/html"),
					(exchange) -> exchange.respond(200, "text/html", "<html>")),
			fault("nonsense as content type", api(1, "no valid content type"), cut(2, "ended the stream before"),
					(exchange) -> exchange.respond(200, ";;nonsense", "{")),
			fault("empty answer", UNREADABLE, NO_STREAM, (exchange) -> exchange.respond(200, "application/json", "")),
			fault("no content", UNREADABLE, NO_STREAM,
					(exchange) -> exchange.write("HTTP/1.1 204 No Content\r\ncontent-type: application/json\r\n\r\n")),
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
	void callWhenServerFailsThenTypedExceptionInTimeAndTheNextCallWorks(Fault fault, CallKind kind) {
		this.server.then(fault.script());
		Endpoint endpoint = endpoint();
		assertFails(endpoint, kind, fault.of(kind), fault.atLeast());
		assertThat(this.server.requests()).hasSize(fault.of(kind).requests());
		this.server.then(CallKind::answer);
		assertThat(kind.text(endpoint)).isEqualTo("ok");
		this.pool.assertNothingIsTaken();
	}

	private static void assertFails(Endpoint endpoint, CallKind kind, Outcome expected, Duration atLeast) {
		long start = System.nanoTime();
		InferenceKeyException failure = catchThrowableOfType(InferenceKeyException.class, () -> kind.text(endpoint));
		Duration took = Duration.ofNanos(System.nanoTime() - start);
		assertThat(failure).isExactlyInstanceOf(expected.type())
			.hasMessageContainingAll("\"support-bot\"", expected.says());
		assertThat(took).isBetween(atLeast, atLeast.plus(SLACK));
	}

	/**
	 * What is wrong with the way to the server, so that there is nobody to count
	 * requests.
	 */
	enum Way {

		REFUSED, BLACK_HOLE, UNKNOWN_HOST, NO_TLS, TLS_RESET

	}

	static Stream<Arguments> ways() {
		return Stream.of(Way.values())
			.flatMap((way) -> Stream.of(CallKind.values()).map((kind) -> Arguments.of(way, kind)));
	}

	@ParameterizedTest
	@MethodSource("ways")
	void callWhenTheServerCannotBeReachedThenTransportExceptionInTimeAndNothingStays(Way way, CallKind kind)
			throws Exception {
		switch (way) {
			case REFUSED -> {
				int free;
				try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
					free = socket.getLocalPort();
				}
				assertUnreachable("http://127.0.0.1:" + free, kind, transport(0, "that the server is up"), 0);
			}
			case BLACK_HOLE -> {
				try (FullBacklog full = new FullBacklog()) {
					// Tried twice, since nothing was sent.
					assertUnreachable(full.url(), kind, transport(0, "connect-timeout"), 2 * 300);
				}
			}
			case UNKNOWN_HOST -> {
				// How long that takes is for the name servers of this machine to say.
				Timeouts patient = new Timeouts(Duration.ofSeconds(20), null, Duration.ofSeconds(30));
				Endpoint endpoint = client("https://no-such-host.invalid", patient).endpoint("support-bot");
				assertThat(catchThrowableOfType(TransportException.class, () -> kind.text(endpoint)))
					.hasMessageContainingAll("\"support-bot\"", "cannot be resolved");
			}
			case NO_TLS -> {
				try (PlainServer plain = new PlainServer()) {
					assertUnreachable("https://127.0.0.1:" + plain.port(), kind, transport(0, "TLS with"), 0);
					assertThat(plain.connections).as("what failed once fails again").hasValue(2);
				}
			}
			case TLS_RESET -> {
				this.server.then(WireServer.Exchange::reset);
				assertUnreachable(this.server.baseUrl().replace("http:", "https:"), kind, transport(0, "broke"), 0);
				// Two calls, two attempts, and Reactor Netty tries once more what was
				// never sent.
				assertThat(this.server.connections()).isEqualTo(8);
			}
		}
	}

	/**
	 * A server that says the same to everybody, and reads nothing.
	 */
	private static final class PlainServer implements AutoCloseable {

		private final ServerSocket socket;

		private final AtomicInteger connections = new AtomicInteger();

		private PlainServer() throws IOException {
			this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
			Thread thread = new Thread(this::serve, "plain-server");
			thread.setDaemon(true);
			thread.start();
		}

		private void serve() {
			while (true) {
				try (Socket client = this.socket.accept()) {
					this.connections.incrementAndGet();
					client.getOutputStream()
						.write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
					// The rest of its hello, so that closing is no reset.
					client.shutdownOutput();
					client.getInputStream().readAllBytes();
				}
				catch (IOException ex) {
					if (this.socket.isClosed()) {
						return;
					}
				}
			}
		}

		private int port() {
			return this.socket.getLocalPort();
		}

		@Override
		public void close() throws IOException {
			this.socket.close();
		}

	}

	private void assertUnreachable(String url, CallKind kind, Outcome expected, int millis) {
		DataClient client = client(url);
		Endpoint endpoint = client.endpoint("support-bot");
		for (int i = 0; i < 2; i++) {
			assertFails(endpoint, kind, expected, Duration.ofMillis(millis));
		}
		assertThat(client.monitor("support-bot").inFlight()).isZero();
	}

	@ParameterizedTest
	@EnumSource
	void callWhenTheAnswerHasAHundredMegabytesThenGivenUpBeforeTheyAreRead(CallKind kind) throws Exception {
		int limit = (kind == CallKind.STREAMING) ? 8 : 64;
		byte[] megabyte = "x".repeat(1024 * 1024).getBytes(StandardCharsets.US_ASCII);
		AtomicInteger written = new AtomicInteger();
		CountDownLatch closed = new CountDownLatch(1);
		this.server.then((exchange) -> {
			// One string without an end, or one line.
			exchange.write("HTTP/1.1 200 OK\r\ncontent-type: " + CallKind.typeFor(exchange)
					+ "\r\ntransfer-encoding: chunked\r\n\r\n");
			exchange.chunk(CallKind.isStream(exchange) ? "data: " : "{\"choices\":\"");
			try {
				for (int i = 0; i < 100; i++) {
					exchange.chunk(megabyte);
					written.incrementAndGet();
				}
			}
			catch (SocketException ex) {
				closed.countDown();
				throw ex;
			}
		});
		Endpoint endpoint = endpoint();
		assertThat(catchThrowableOfType(ApiException.class, () -> kind.text(endpoint)))
			.hasMessageContaining("longer than");
		assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
		// What sockets and pools of buffers hold besides.
		assertThat(written.get()).isBetween(limit - 1, limit + 16);
		this.server.then(CallKind::answer);
		assertThat(kind.text(endpoint)).isEqualTo("ok");
		this.pool.assertNothingIsTaken();
	}

	@ParameterizedTest
	@EnumSource
	void callWhenMoreComesThanTheContentLengthSaysThenFailsAndSoonCallsWorkAgain(CallKind kind) {
		this.server.then((exchange) -> {
			exchange.write("HTTP/1.1 200 OK\r\ncontent-type: " + CallKind.typeFor(exchange)
					+ "\r\ncontent-length: 20\r\n\r\n" + CallKind.bodyFor(exchange));
			silence(exchange);
		}).then((exchange) -> {
			exchange.write("HTTP/1.1 200 OK\r\ncontent-type: " + CallKind.typeFor(exchange)
					+ "\r\ncontent-length: 20\r\n\r\n" + CallKind.bodyFor(exchange));
			silence(exchange);
		}).then(CallKind::answer);
		Endpoint endpoint = endpoint();
		assertThat(catchThrowableOfType(ApiException.class, () -> kind.text(endpoint))).isNotNull();
		// A call that is quick may meet the connection before it is found to be broken.
		await().atMost(Duration.ofSeconds(10))
			.ignoreExceptions()
			.untilAsserted(() -> assertThat(kind.text(endpoint)).isEqualTo("ok"));
		this.pool.assertNothingIsTaken();
	}

	@ParameterizedTest
	@EnumSource
	void callWhenAnswerIsGzippedThenRead(CallKind kind) {
		this.server.then((exchange) -> {
			ByteArrayOutputStream zipped = new ByteArrayOutputStream();
			try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
				gzip.write(CallKind.bodyFor(exchange).getBytes(StandardCharsets.UTF_8));
			}
			exchange.write("HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-type: " + CallKind.typeFor(exchange)
					+ "\r\ncontent-length: " + zipped.size() + "\r\n\r\n");
			exchange.write(zipped.toByteArray());
		});
		Endpoint endpoint = this.server.builder()
			.webClientBuilder(GaugedPool.webClient(this.pool.httpClient().compress(true)))
			.build()
			.endpoint("support-bot");
		assertThat(kind.text(endpoint)).isEqualTo("ok");
		this.pool.assertNothingIsTaken();
	}

	@ParameterizedTest
	@EnumSource
	void callWhenInterimResponsesComeThenIgnored(CallKind kind) {
		this.server.then((exchange) -> {
			exchange.write("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n");
			CallKind.answer(exchange);
		});
		assertThat(kind.text(endpoint())).isEqualTo("ok");
		assertThat(this.server.requests()).hasSize(1);
		this.pool.assertNothingIsTaken();
	}

	@ParameterizedTest
	@EnumSource
	void callWhenServerRestartsBetweenCallsThenAFreshConnectionIsUsed(CallKind kind) {
		this.server.then((exchange) -> {
			CallKind.answer(exchange);
			exchange.socket().close();
		});
		Endpoint endpoint = endpoint();
		for (int i = 0; i < 10; i++) {
			assertThat(kind.text(endpoint)).isEqualTo("ok");
		}
		assertThat(this.server.connections()).isEqualTo(this.server.requests().size());
		this.pool.assertNothingIsTaken();
	}

	@ParameterizedTest
	@EnumSource
	void callWhenServerFlapsThenRetriesCarryItOver(CallKind kind) {
		for (int i = 0; i < 5; i++) {
			this.server.then(WireServer.Exchange::reset).then(CallKind::answer);
		}
		Endpoint endpoint = endpoint();
		for (int i = 0; i < 5; i++) {
			assertThat(kind.text(endpoint)).isEqualTo("ok");
		}
		assertThat(this.server.requests()).hasSize(10);
		this.pool.assertNothingIsTaken();
	}

	static Stream<Arguments> limits() {
		return Stream.of("retry-after-ms: 300", "retry-after: 1", "retry-after: 0.3", "a date")
			.flatMap((form) -> Stream.of(CallKind.values()).map((kind) -> Arguments.of(form, kind)));
	}

	// Less than a second of a date is lost, since it has none.
	private static String retryAfter(String form) {
		return form.equals("a date")
				? "retry-after: "
						+ DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(2))
				: form;
	}

	private static Duration atLeast(String form) {
		return form.endsWith("3") || form.endsWith("300") ? Duration.ofMillis(299)
				: form.equals("a date") ? Duration.ofMillis(990) : Duration.ofMillis(999);
	}

	@ParameterizedTest
	@MethodSource("limits")
	void callWhenRateLimitedThenSentAgainWhenTheServerSaysAndNotBefore(String form, CallKind kind) {
		List<Long> arrivals = new CopyOnWriteArrayList<>();
		this.server.then((exchange) -> {
			arrivals.add(System.nanoTime());
			exchange.respond(429, "application/json", "{}", retryAfter(form));
		}).then((exchange) -> {
			arrivals.add(System.nanoTime());
			CallKind.answer(exchange);
		});
		assertThat(kind.text(endpoint())).isEqualTo("ok");
		assertThat(arrivals).hasSize(2);
		assertThat(Duration.ofNanos(arrivals.get(1) - arrivals.get(0))).isBetween(atLeast(form),
				Duration.ofSeconds(2).plus(SLACK));
		this.pool.assertNothingIsTaken();
	}

	@ParameterizedTest
	@EnumSource
	void callWhenRateLimitedWithoutEndThenRateLimitExceptionAfterTheLastAttempt(CallKind kind) {
		this.server.thenJson(429, "{\"error\":{\"code\":\"rate_limited\"}}", "retry-after-ms: 20");
		Endpoint endpoint = endpoint();
		assertThat(catchThrowableOfType(RateLimitException.class, () -> kind.text(endpoint)).retryAfter())
			.isEqualTo(Duration.ofMillis(20));
		assertThat(this.server.requests()).hasSize(2);
		this.server.thenJson(429, "{}", "retry-after: 60");
		assertFails(endpoint, kind, new Outcome(1, RateLimitException.class, "429"), Duration.ZERO);
		assertThat(this.server.requests()).as("a wait beyond the deadline is not begun").hasSize(3);
		this.pool.assertNothingIsTaken();
	}

	@Test
	void streamWhenAnotherContentNeverEndsThenRefusedWithWhatItSays() throws Exception {
		CountDownLatch closed = new CountDownLatch(1);
		this.server.then((exchange) -> {
			exchange.write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ncontent-type: text/html\r\n\r\n");
			try {
				exchange.chunk("<html>" + "y".repeat(100_000));
			}
			catch (SocketException ex) {
				// The client has read enough before all is written.
				closed.countDown();
			}
			exchange.awaitClosed(closed);
		}).thenJson(200, "{\"error\":{\"code\":\"no_stream\",\"message\":\"This model does not stream\"}}");
		Endpoint endpoint = this.server.endpoint();
		assertThatExceptionOfType(ApiException.class).isThrownBy(() -> endpoint.generateTextStream("Hola"))
			.withMessageContaining("text/html");
		assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
		assertThatExceptionOfType(ApiException.class).isThrownBy(() -> endpoint.generateTextStream("Hola"))
			.withMessageContaining("This model does not stream");
	}

}
