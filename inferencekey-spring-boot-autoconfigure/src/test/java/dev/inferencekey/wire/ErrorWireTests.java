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

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.error.ApiException;
import dev.inferencekey.error.AuthException;
import dev.inferencekey.error.InferenceKeyException;
import dev.inferencekey.error.NotFoundException;
import dev.inferencekey.error.PermissionCode;
import dev.inferencekey.error.PermissionDeniedException;
import dev.inferencekey.error.RateLimitException;
import dev.inferencekey.error.TransportException;
import dev.inferencekey.error.ValidationException;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * The error table of the wire contract: every status with every shape of body.
 */
class ErrorWireTests {

	private final WireServer server = new WireServer();

	@AfterEach
	void close() {
		this.server.close();
	}

	record Shape(String name, String contentType, String body, String code, String says) {

		@Override
		public String toString() {
			return this.name;
		}

	}

	private static final List<Shape> SHAPES = List.of(
			new Shape("platform", "application/json",
					"{\"error\": {\"code\": \"some_code\", \"message\": \"the reason\"}}", "some_code", "the reason"),
			new Shape("platform client", "application/json", "{\"error\": \"some_code\"}", "some_code", "some_code"),
			new Shape("platform client sentence", "application/json", "{\"error\": \"the reason is long\"}", null,
					"the reason is long"),
			new Shape("openai", "application/json",
					"{\"error\": {\"message\": \"the reason\", \"type\": \"a_type\", \"param\": null, \"code\": \"some_code\"}}",
					"some_code", "the reason"),
			new Shape("openai null code", "application/json",
					"{\"error\": {\"message\": \"the reason\", \"type\": \"a_type\", \"param\": \"x\", \"code\": null}}",
					null, "the reason"),
			new Shape("openai number code", "application/json",
					"{\"error\": {\"message\": \"the reason\", \"type\": null, \"code\": 1234}}", "1234", "the reason"),
			new Shape("vllm", "application/json",
					"{\"object\": \"error\", \"message\": \"the reason\", \"type\": \"BadRequestError\", \"code\": 400}",
					null, "the reason"),
			new Shape("fastapi", "application/json", "{\"detail\": \"the reason\"}", null, "the reason"),
			new Shape("fastapi list", "application/json",
					"{\"detail\": [{\"loc\": [\"body\", \"messages\", 0], \"msg\": \"the reason\", \"type\": \"missing\"}, {\"loc\": [\"q\"], \"msg\": \"another\"}]}",
					null, "body.messages.0: the reason; q: another"),
			new Shape("text", "text/plain", "the reason", null, "the reason"),
			new Shape("html", "text/html",
					"<html><head><title>x</title></head><body>\n<h1>the\u0000 reason</h1></body></html>", null,
					"the reason"),
			new Shape("broken json", "application/json", "{\"error\": {\"mess", null, "{\"error\": {\"mess"),
			new Shape("empty", "text/plain", "", null, "no further message"),
			new Shape("megabytes", "text/plain", "long ".repeat(1_000_000), null, "long long long"));

	static Stream<Arguments> table() {
		return Stream
			.of(Arguments.of(400, ValidationException.class, "validation error: "),
					Arguments.of(422, ValidationException.class, "validation error: "),
					Arguments.of(401, AuthException.class, "authentication failed: "),
					Arguments.of(403, PermissionDeniedException.class, "permission denied ["),
					Arguments.of(404, NotFoundException.class, "not found: "),
					Arguments.of(429, RateLimitException.class, "api error (status 429): "),
					Arguments.of(409, ApiException.class, "api error (status 409): "),
					Arguments.of(302, ApiException.class, "api error (status 302): "),
					Arguments.of(500, ApiException.class, "api error (status 500): "),
					Arguments.of(503, ApiException.class, "api error (status 503): "))
			.flatMap((row) -> SHAPES.stream()
				.map((shape) -> Arguments.of(row.get()[0], row.get()[1], row.get()[2], shape)));
	}

	@ParameterizedTest
	@MethodSource("table")
	void callWhenErrorStatusThenItsException(int status, Class<? extends InferenceKeyException> type, String prefix,
			Shape shape) {
		this.server
			.then((exchange) -> exchange.respond(status, shape.contentType(), shape.body(), "x-request-id: req-7"));
		Endpoint endpoint = this.server.endpoint();
		for (Runnable call : List.<Runnable>of(() -> endpoint.generateText("Hola"),
				() -> endpoint.generateTextStream("Hola"), () -> endpoint.rerank("q", List.of("a")))) {
			InferenceKeyException failure = catchThrowableOfType(type, call::run);
			assertThat(failure).isExactlyInstanceOf(type)
				.hasMessageStartingWith(prefix)
				.hasMessageContaining("support-bot")
				.hasMessageContaining("answered " + status)
				.hasMessageContaining("req-7")
				.hasMessageContaining(shape.says())
				.hasMessageMatching(".{40,1500}");
			assertThat(failure.workload()).isEqualTo("support-bot");
			assertThat(failure.requestId()).isEqualTo("req-7");
			assertThat(failure.toString()).doesNotContain(WireServer.SECRET);
			if (failure instanceof ApiException api) {
				assertThat(api.status()).isEqualTo(status);
				assertThat(api.code()).isEqualTo(shape.code());
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "wrong_credential_type, WRONG_CREDENTIAL_TYPE", "project_scope_mismatch, PROJECT_SCOPE_MISMATCH",
			"scope_insufficient, SCOPE_INSUFFICIENT", "surprise, UNKNOWN" })
	void callWhenDeniedThenCodeTellsWhy(String code, PermissionCode expected) {
		this.server.thenJson(403, "{\"error\": {\"code\": \"" + code + "\", \"message\": \"no\"}}");
		Endpoint endpoint = this.server.endpoint();
		assertThatExceptionOfType(PermissionDeniedException.class).isThrownBy(() -> endpoint.embed("a"))
			.withMessageStartingWith("permission denied [" + code + "]: ")
			.withMessageContaining("ik_live_a1b2c3d4…")
			.satisfies((ex) -> assertThat(ex.permissionCode()).isEqualTo(expected));
	}

	@Test
	void callWhenServerQuotesTheKeyThenOnlyItsPrefixIsShown() {
		this.server.thenJson(401,
				"{\"error\": {\"code\": \"invalid\", \"message\": \"Bearer " + WireServer.KEY + " is unknown\"}}",
				"x-request-id: " + WireServer.KEY);
		Endpoint endpoint = this.server.endpoint();
		assertThatExceptionOfType(AuthException.class).isThrownBy(() -> endpoint.generateText("Hola"))
			.withMessageContaining("Bearer ik_live_a1b2c3d4… is unknown")
			.withMessageContaining("inferencekey.workloads.support-bot.api-key")
			.satisfies((ex) -> assertThat(ex.requestId()).doesNotContain(WireServer.SECRET))
			.satisfies((ex) -> assertThat(stackTrace(ex)).doesNotContain(WireServer.SECRET));
	}

	@Test
	void callWhenServerQuotesAKeyOfAnotherShapeThenItIsHidden() {
		this.server.thenJson(401, "{\"error\": {\"message\": \"token hunter2-token is wrong\"}}");
		Endpoint endpoint = DataClient.builder()
			.workload("local",
					(settings) -> settings.url(this.server.baseUrl() + "/v1").apiKey(ApiKey.of("hunter2-token")))
			.build()
			.endpoint("local");
		assertThatExceptionOfType(AuthException.class).isThrownBy(() -> endpoint.generateText("Hola"))
			.withMessageContaining("token ik… is wrong")
			.withMessageNotContaining("hunter2");
	}

	@ParameterizedTest
	@CsvSource({ "retry-after: 3, 3000", "retry-after: 0.5, 500", "retry-after-ms: 250, 250",
			"retry-after: Wed; 21 Oct 2015 07:28:00 GMT, 0" })
	void callWhenRateLimitedThenRetryAfterIsRead(String header, long milliseconds) {
		this.server.thenJson(429, "{}", header.replace(';', ','));
		Endpoint endpoint = this.server.endpoint();
		assertThatExceptionOfType(RateLimitException.class).isThrownBy(() -> endpoint.generateText("Hola"))
			.satisfies((ex) -> assertThat(ex.retryAfter()).isEqualTo(Duration.ofMillis(milliseconds)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "x: y", "retry-after: soon", "retry-after: -3", "retry-after: NaN",
			"retry-after: Infinity", "retry-after: 10d", "retry-after-ms: abc" })
	void callWhenRetryAfterMakesNoSenseThenItIsAbsent(String header) {
		this.server.thenJson(429, "{}", header);
		Endpoint endpoint = this.server.endpoint();
		assertThatExceptionOfType(RateLimitException.class).isThrownBy(() -> endpoint.generateText("Hola"))
			.satisfies((ex) -> assertThat(ex.retryAfter()).isNull());
	}

	@ParameterizedTest
	@ValueSource(strings = { "retry-after: 86401", "retry-after: 99999999999",
			"retry-after: Wed, 21 Oct 2099 07:28:00 GMT" })
	void callWhenRetryAfterIsFarThenADayAndNotRepeated(String header) {
		this.server.thenJson(429, "{}", header);
		Endpoint endpoint = this.server.builder().retry(Policies.QUICK_RETRIES).build().endpoint("support-bot");
		assertThatExceptionOfType(RateLimitException.class).isThrownBy(() -> endpoint.generateText("Hola"))
			.satisfies((ex) -> assertThat(ex.retryAfter()).isEqualTo(Duration.ofDays(1)));
		assertThat(this.server.requests()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\\u00ad", "\\u200b" })
	void messageWhenTheKeyIsWrappedInvisiblyThenNothingOfItIsShown(String gap) {
		String key = WireServer.KEY.substring(0, 21) + gap + WireServer.KEY.substring(21);
		this.server.thenJson(401, "{\"error\":{\"message\":\"unknown key " + key + "\"}}");
		Endpoint endpoint = this.server.endpoint();
		assertThatExceptionOfType(AuthException.class).isThrownBy(() -> endpoint.generateText("Hola"))
			.withMessageContaining("unknown key")
			.withMessageNotContaining(WireServer.SECRET.substring(20));
	}

	@Test
	void callWhenTheBodyOfARefusalDripsThenRepeatedAllTheSame() {
		this.server.then((exchange) -> {
			exchange.write("HTTP/1.1 429 X\r\ncontent-length: 500\r\nretry-after-ms: 5\r\n\r\nx");
			exchange.awaitClosed(new CountDownLatch(1));
		}).thenJson(200, Answers.OK);
		Endpoint endpoint = this.server.builder().retry(Policies.QUICK_RETRIES).build().endpoint("support-bot");
		assertThat(endpoint.generateText("Hola").text()).isEqualTo("ok");
	}

	@Test
	void callWhenRedirectedThenNotFollowedAndTheHostIsNamed() {
		this.server.thenJson(307, "", "location: http://elsewhere.example/x");
		Endpoint endpoint = this.server.endpoint();
		assertThatExceptionOfType(ApiException.class).isThrownBy(() -> endpoint.generateText("Hola"))
			.withMessageContaining("elsewhere.example");
		assertThat(this.server.requests()).hasSize(1);
	}

	@Test
	void callWhenNotModifiedThenNothingIsSaidOfRedirects() {
		this.server.then((exchange) -> exchange.write("HTTP/1.1 304 X\r\n\r\n"));
		Endpoint endpoint = this.server.endpoint();
		assertThatExceptionOfType(ApiException.class).isThrownBy(() -> endpoint.generateText("Hola"))
			.withMessageContaining("answered 304")
			.withMessageNotContaining("Redirects");
	}

	@Test
	void callWhenErrorBodyBreaksOffThenStillTheStatus() {
		this.server.then((exchange) -> {
			exchange.write("HTTP/1.1 503 X\r\ncontent-length: 500\r\n\r\npartial reason");
			exchange.reset();
		});
		Endpoint endpoint = this.server.endpoint();
		assertThatExceptionOfType(ApiException.class).isThrownBy(() -> endpoint.generateText("Hola"))
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(503));
	}

	@Test
	void callWhenConnectionIsResetThenTransportExceptionWithoutStatus() {
		this.server.then((exchange) -> exchange.reset());
		Endpoint endpoint = this.server.endpoint();
		assertTransport(() -> endpoint.generateText("Hola"));
		assertTransport(() -> endpoint.generateTextStream("Hola"));
	}

	@Test
	void callWhenBodyIsCutThenTransportException() {
		this.server.then((exchange) -> {
			exchange
				.write("HTTP/1.1 200 X\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{\"choices\":");
			exchange.reset();
		});
		Endpoint endpoint = this.server.endpoint();
		assertTransport(() -> endpoint.generateText("Hola"));
	}

	@Test
	void callWhenNobodyListensThenTransportExceptionNamesTheServer() throws Exception {
		String free;
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			free = "127.0.0.1:" + socket.getLocalPort();
		}
		Endpoint endpoint = DataClient.builder()
			.baseUrl("http://" + free)
			.project("acme")
			.apiKey(WireServer.KEY)
			.build()
			.endpoint("support-bot");
		assertTransport(() -> endpoint.generateText("Hola")).withMessageContaining(free)
			.withMessageContaining("inferencekey.base-url");
	}

	@Test
	void callWhenHostIsUnknownThenTransportExceptionNamesIt() throws Exception {
		try (NameServer names = new NameServer()) {
			Endpoint endpoint = this.server.builder()
				.baseUrl("https://no-such-host.invalid")
				.webClientBuilder(GaugedPool
					.webClient(HttpClient.create().resolver(new DnsAddressResolverGroup(names.resolver()))))
				.build()
				.endpoint("support-bot");
			assertTransport(() -> endpoint.generateText("Hola")).withMessageContaining("no-such-host.invalid");
		}
	}

	@Test
	void callWhenServerSpeaksNoTlsThenTransportException() {
		this.server.then((exchange) -> exchange.reset());
		Endpoint endpoint = DataClient.builder()
			.baseUrl(this.server.baseUrl().replace("http:", "https:"))
			.project("acme")
			.apiKey(WireServer.KEY)
			.build()
			.endpoint("support-bot");
		assertTransport(() -> endpoint.generateText("Hola"));
	}

	@Test
	void callWhenAnswerIsNoJsonThenApiExceptionNamesTheContentType() {
		this.server.then((exchange) -> exchange.respond(200, "text/html", "<html>login</html>"));
		Endpoint endpoint = this.server.endpoint();
		assertThatExceptionOfType(ApiException.class).isThrownBy(() -> endpoint.generateText("Hola"))
			.withMessageContaining("cannot be read")
			.withMessageContaining("text/html");
	}

	@Test
	void callWhenAnswerIsTooLongThenApiExceptionInBoundedMemory() {
		byte[] megabyte = " ".repeat(1024 * 1024).getBytes();
		this.server.then((exchange) -> {
			exchange.head();
			for (int i = 0; i < 100; i++) {
				exchange.chunk(megabyte);
			}
		});
		Endpoint endpoint = this.server.endpoint();
		assertThatExceptionOfType(ApiException.class).isThrownBy(() -> endpoint.generateText("Hola"))
			.withMessageContaining("longer than");
	}

	@Test
	void callWhenOnANonBlockingThreadThenIllegalStateNamesReactive() {
		Endpoint endpoint = this.server.endpoint();
		Mono<Object> onEventLoop = Mono.<Object>fromCallable(() -> endpoint.generateText("Hola"))
			.subscribeOn(Schedulers.parallel());
		assertThatIllegalStateException().isThrownBy(onEventLoop::block).withMessageContaining("reactive()");
		assertThatIllegalStateException()
			.isThrownBy(Mono.<Object>fromCallable(() -> endpoint.generateTextStream("Hola"))
				.subscribeOn(Schedulers.parallel())::block)
			.withMessageContaining("reactive()");
		assertThat(this.server.requests()).isEmpty();
	}

	private ThrowableAssertAlternative<TransportException> assertTransport(Runnable call) {
		return assertThatExceptionOfType(TransportException.class).isThrownBy(call::run)
			.withMessageStartingWith("network error: workload \"support-bot\"")
			.satisfies((ex) -> assertThat(ex.status()).isZero())
			.satisfies((ex) -> assertThat(stackTrace(ex)).doesNotContain(WireServer.SECRET));
	}

	private static String stackTrace(Throwable failure) {
		StringWriter trace = new StringWriter();
		failure.printStackTrace(new PrintWriter(trace));
		return trace.toString();
	}

}
