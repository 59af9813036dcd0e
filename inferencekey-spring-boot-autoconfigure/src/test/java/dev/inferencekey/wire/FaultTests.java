package dev.inferencekey.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.error.ApiException;
import dev.inferencekey.error.InferenceKeyException;
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
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionPoolMetrics;
import reactor.netty.resources.ConnectionProvider;

import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/**
 * Everything that a server can do wrong, against every kind of call. Each leaves the
 * endpoint, which has a single place, fit for the next call, so that no place or
 * connection can be lost. The build runs with Netty's leak detection at paranoid.
 */
class FaultTests {

	private static final String ANSWER = "{\"choices\":[{\"message\":{\"content\":\"ok\"}}]}";

	private static final String STREAM = "data: {\"choices\":[{\"delta\":{\"content\":\"ok\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

	private final ScriptedServer server = new ScriptedServer();

	private final Pool pool = new Pool();

	@AfterEach
	void close() {
		this.server.close();
		this.pool.provider.dispose();
	}

	private Endpoint endpoint() {
		return this.server.builder()
			.defaults((settings) -> settings
				.timeouts(new Timeouts(Duration.ofMillis(400), Duration.ofMillis(300), Duration.ofSeconds(5)))
				.retry(new RetrySettings(2, Duration.ofMillis(1), Duration.ofMillis(1)))
				.concurrency(new ConcurrencySettings(1, 0)))
			.webClientBuilder(WebClient.builder()
				.clientConnector(new ReactorClientHttpConnector(HttpClient.create(this.pool.provider))))
			.build()
			.endpoint("support-bot");
	}

	/**
	 * A pool whose gauges the tests read.
	 */
	private static final class Pool implements ConnectionProvider.MeterRegistrar {

		private final List<ConnectionPoolMetrics> gauges = new CopyOnWriteArrayList<>();

		private final ConnectionProvider provider = ConnectionProvider.builder("faults")
			.metrics(true, () -> this)
			.build();

		@Override
		public void registerMetrics(String poolName, String id, SocketAddress remoteAddress,
				ConnectionPoolMetrics metrics) {
			this.gauges.add(metrics);
		}

		private void assertNothingIsTaken() {
			assertThat(this.gauges).isNotEmpty();
			// The connection goes back after the caller has its answer.
			await().atMost(Duration.ofSeconds(5))
				.untilAsserted(() -> assertThat(this.gauges)
					.allMatch((gauge) -> gauge.acquiredSize() == 0 && gauge.pendingAcquireSize() == 0));
		}

	}

	/**
	 * A way to call.
	 */
	@FunctionalInterface
	interface Call {

		String text(Endpoint endpoint);

	}

	private static final Map<String, Call> CALLS = new LinkedHashMap<>();

	static {
		CALLS.put("blocking", (endpoint) -> endpoint.generateText("Hola").text());
		CALLS.put("reactive", (endpoint) -> endpoint.reactive().generateText("Hola").block().text());
		CALLS.put("streaming", (endpoint) -> endpoint.generateTextStream("Hola").result().text());
	}

	record Fault(String name, int requests, Class<? extends InferenceKeyException> type, ScriptedServer.Script script) {

		@Override
		public String toString() {
			return this.name;
		}

	}

	private static void silence(ScriptedServer.Exchange exchange) throws IOException {
		exchange.awaitClosed(new CountDownLatch(1));
	}

	private static boolean isStream(ScriptedServer.Exchange exchange) {
		return exchange.request().headers().get("accept").contains("event-stream");
	}

	private static final List<Fault> FAULTS = List.of(
			new Fault("reset before the head", 2, TransportException.class, (exchange) -> exchange.reset()),
			new Fault("closed before the head", 2, TransportException.class, (exchange) -> exchange.socket().close()),
			new Fault("reset inside the head", 2, TransportException.class, (exchange) -> {
				exchange.write("HTTP/1.1 200 OK\r\ncontent-ty");
				exchange.reset();
			}), new Fault("no HTTP", 0, ApiException.class, (exchange) -> {
				exchange.write("SSH-2.0-OpenSSH_9.6\r\n\r\n");
				exchange.socket().close();
			}), new Fault("silent", 1, TransportException.class, FaultTests::silence),
			new Fault("slow bytes of a head", 1, TransportException.class, (exchange) -> {
				exchange.write("HTTP/1.1 200 OK\r\n");
				silence(exchange);
			}), new Fault("endless headers", 0, ApiException.class, (exchange) -> {
				exchange.write("HTTP/1.1 200 OK\r\n");
				for (int i = 0; i < 100_000; i++) {
					exchange.write("x-" + i + ": " + "y".repeat(100) + "\r\n");
				}
			}), new Fault("wrong content length", 0, ApiException.class, (exchange) -> {
				exchange.write("HTTP/1.1 200 OK\r\ncontent-type: "
						+ (isStream(exchange) ? "text/event-stream" : "application/json")
						+ "\r\ncontent-length: 5000\r\n\r\n{");
				exchange.socket().close();
			}), new Fault("broken chunk size", 0, ApiException.class, (exchange) -> {
				exchange.head();
				exchange.write("zzz\r\n");
				exchange.socket().close();
			}), new Fault("stalls in the body", 1, ApiException.class, (exchange) -> {
				exchange.head();
				exchange.chunk("{");
				silence(exchange);
			}),
			new Fault("wrong content type", 1, ApiException.class,
					(exchange) -> exchange.respond(200, "text/html", "<html>")),
			new Fault("nonsense as content type", 0, ApiException.class,
					(exchange) -> exchange.respond(200, ";;nonsense", "{")),
			new Fault("empty answer", 0, ApiException.class,
					(exchange) -> exchange.respond(200, "application/json", "")),
			new Fault("no content", 1, ApiException.class,
					(exchange) -> exchange.write("HTTP/1.1 204 No Content\r\ncontent-type: application/json\r\n\r\n")),
			new Fault("corrupt gzip", 1, ApiException.class,
					(exchange) -> exchange.respond(200, "application/json", "no gzip", "content-encoding: gzip")),
			new Fault("redirect", 1, ApiException.class,
					(exchange) -> exchange.respond(302, "text/plain", "", "location: http://127.0.0.1:1/")),
			new Fault("page of a proxy", 2, ApiException.class,
					(exchange) -> exchange.respond(502, "text/html", "<html><h1>Bad gateway</h1>")),
			new Fault("unknown status", 1, ApiException.class,
					(exchange) -> exchange.respond(799, "text/plain", "what?")));

	static Stream<Arguments> everything() {
		return FAULTS.stream().flatMap((fault) -> CALLS.keySet().stream().map((call) -> Arguments.of(fault, call)));
	}

	@ParameterizedTest(name = "{0}, {1}")
	@MethodSource("everything")
	void callWhenServerFailsThenTypedExceptionInTimeAndTheNextCallWorks(Fault fault, String kind) {
		Call call = CALLS.get(kind);
		this.server.then(fault.script());
		Endpoint endpoint = endpoint();
		long start = System.nanoTime();
		InferenceKeyException failure = catchThrowableOfType(InferenceKeyException.class, () -> call.text(endpoint));
		assertThat(failure).isInstanceOfAny(fault.type(), StreamInterruptedException.class)
			.hasMessageContaining("support-bot");
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
		if (fault.requests() > 0) {
			assertThat(this.server.requests()).hasSize(fault.requests());
		}
		this.server.then((exchange) -> exchange.respond(200,
				isStream(exchange) ? "text/event-stream" : "application/json", isStream(exchange) ? STREAM : ANSWER));
		assertThat(call.text(endpoint)).isEqualTo("ok");
		this.pool.assertNothingIsTaken();
	}

	static Stream<String> calls() {
		return CALLS.keySet().stream();
	}

	@ParameterizedTest
	@MethodSource("calls")
	void callWhenAnswerIsGzippedThenRead(String kind) {
		this.server.then((exchange) -> {
			ByteArrayOutputStream zipped = new ByteArrayOutputStream();
			try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
				gzip.write((isStream(exchange) ? STREAM : ANSWER).getBytes(StandardCharsets.UTF_8));
			}
			String type = isStream(exchange) ? "text/event-stream" : "application/json";
			exchange.write("HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-type: " + type + "\r\ncontent-length: "
					+ zipped.size() + "\r\n\r\n");
			exchange.write(zipped.toByteArray());
		});
		Endpoint endpoint = this.server.builder()
			.webClientBuilder(WebClient.builder()
				.clientConnector(new ReactorClientHttpConnector(HttpClient.create().compress(true))))
			.build()
			.endpoint("support-bot");
		assertThat(CALLS.get(kind).text(endpoint)).isEqualTo("ok");
	}

	@ParameterizedTest
	@MethodSource("calls")
	void callWhenInterimResponsesComeThenIgnored(String kind) {
		this.server.then((exchange) -> {
			exchange.write("HTTP/1.1 100 Continue\r\n\r\n");
			exchange.respond(200, isStream(exchange) ? "text/event-stream" : "application/json",
					isStream(exchange) ? STREAM : ANSWER);
		});
		assertThat(CALLS.get(kind).text(endpoint())).isEqualTo("ok");
	}

	@ParameterizedTest
	@MethodSource("calls")
	void callWhenServerRestartsBetweenCallsThenAFreshConnectionIsUsed(String kind) {
		this.server.then((exchange) -> {
			exchange.respond(200, isStream(exchange) ? "text/event-stream" : "application/json",
					isStream(exchange) ? STREAM : ANSWER);
			exchange.socket().close();
		});
		Endpoint endpoint = endpoint();
		for (int i = 0; i < 10; i++) {
			assertThat(CALLS.get(kind).text(endpoint)).isEqualTo("ok");
		}
	}

	@ParameterizedTest
	@MethodSource("calls")
	void callWhenServerFlapsThenRetriesCarryItOver(String kind) {
		for (int i = 0; i < 5; i++) {
			this.server.then((exchange) -> exchange.reset());
			this.server
				.then((exchange) -> exchange.respond(200, isStream(exchange) ? "text/event-stream" : "application/json",
						isStream(exchange) ? STREAM : ANSWER));
		}
		Endpoint endpoint = endpoint();
		for (int i = 0; i < 5; i++) {
			assertThat(CALLS.get(kind).text(endpoint)).isEqualTo("ok");
		}
		assertThat(this.server.requests()).hasSize(10);
	}

	@Test
	void callWhenConnectionIsBlackHoledThenConnectTimeoutNamesTheProperty() throws Exception {
		// A listening socket with a full backlog takes no further connection.
		try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			List<Socket> fillers = new ArrayList<>();
			for (int i = 0; i < 8; i++) {
				Socket filler = new Socket();
				fillers.add(filler);
				try {
					filler.connect(full.getLocalSocketAddress(), 200);
				}
				catch (SocketTimeoutException ex) {
					break;
				}
			}
			Endpoint endpoint = DataClient.builder()
				.baseUrl("http://127.0.0.1:" + full.getLocalPort())
				.project("acme")
				.apiKey(ScriptedServer.KEY)
				.retry(new RetrySettings(1, null, null))
				.webClientBuilder(WebClient.builder()
					.clientConnector(new ReactorClientHttpConnector(
							HttpClient.create().option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 300))))
				.build()
				.endpoint("support-bot");
			TransportException failure = catchThrowableOfType(TransportException.class,
					() -> endpoint.generateText("Hola"));
			assertThat(failure).hasMessageContaining("connect-timeout");
			assertThat(failure.isRetryable()).isTrue();
			for (Socket filler : fillers) {
				filler.close();
			}
		}
	}

	@Test
	void streamWhenCancelledBetweenHeadAndBodyThenTheConnectionIsClosed() throws Exception {
		CountDownLatch closed = new CountDownLatch(1);
		this.server.then((exchange) -> {
			exchange.head();
			exchange.awaitClosed(closed);
		});
		Disposable.Swap call = Disposables.swap();
		CountDownLatch subscribed = new CountDownLatch(1);
		Endpoint endpoint = this.server.builder()
			.webClientBuilder(
					WebClient.builder().filter((request, next) -> next.exchange(request).doOnNext((response) -> {
						awaitLatch(subscribed);
						call.dispose();
					})))
			.build()
			.endpoint("support-bot");
		call.update(endpoint.reactive().generateTextStream("Hola").subscribe());
		subscribed.countDown();
		assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
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

	private static void awaitLatch(CountDownLatch latch) {
		try {
			assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void reactiveCallWhenCancelledAtEveryStageThenTheNextCallWorks() throws Exception {
		List<ScriptedServer.Script> stages = Arrays.asList(FaultTests::silence, (exchange) -> {
			exchange.write("HTTP/1.1 200 OK\r\n");
			silence(exchange);
		}, (exchange) -> {
			exchange.head();
			silence(exchange);
		}, (exchange) -> {
			exchange.head();
			exchange.chunk("data: {\"choices\"");
			silence(exchange);
		});
		Endpoint endpoint = endpoint();
		for (ScriptedServer.Script stage : stages) {
			CountDownLatch arrived = new CountDownLatch(1);
			CountDownLatch gone = new CountDownLatch(1);
			this.server.then((exchange) -> {
				arrived.countDown();
				try {
					stage.run(exchange);
				}
				finally {
					// A write that fails shows it as well as a read that ends.
					gone.countDown();
				}
			});
			var call = endpoint.reactive().generateTextStream("Hola").subscribe();
			assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
			call.dispose();
			assertThat(gone.await(20, TimeUnit.SECONDS)).isTrue();
			this.server.thenJson(200, ANSWER);
			assertThat(endpoint.generateText("Hola").text()).isEqualTo("ok");
			this.pool.assertNothingIsTaken();
		}
	}

}
