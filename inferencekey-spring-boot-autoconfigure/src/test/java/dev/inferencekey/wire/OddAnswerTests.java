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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;

import dev.inferencekey.Endpoint;
import dev.inferencekey.error.ApiException;
import dev.inferencekey.error.InferenceKeyException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/**
 * Answers that are too long, oddly framed or interrupted by restarts: what is merely odd
 * works, what is endless is given up.
 */
@Timeout(60)
class OddAnswerTests {

	private final WireServer server = new WireServer();

	private final OnePermitClient client = new OnePermitClient(this.server);

	@AfterEach
	void close() {
		this.server.close();
		this.client.close();
	}

	private static void silence(WireServer.Exchange exchange) throws IOException {
		exchange.awaitClosed(new CountDownLatch(1));
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
		Endpoint endpoint = this.client.endpoint();
		assertThat(catchThrowableOfType(ApiException.class, () -> kind.text(endpoint)))
			.hasMessageContaining("longer than");
		assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
		// What sockets and pools of buffers hold besides.
		assertThat(written.get()).isBetween(limit - 1, limit + 16);
		this.client.assertTheNextCallWorks(endpoint, kind);
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
		Endpoint endpoint = this.client.endpoint();
		assertThat(catchThrowableOfType(ApiException.class, () -> kind.text(endpoint))).isNotNull();
		// A call that is quick may meet the connection before it is found to be broken.
		await().atMost(Duration.ofSeconds(10))
			.ignoreExceptions()
			.untilAsserted(() -> assertThat(kind.text(endpoint)).isEqualTo("ok"));
		this.client.assertNothingIsTaken();
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
		Endpoint endpoint = this.client
			.client(this.server.baseUrl(), OnePermitClient.LONG, Policies.NO_RETRIES, this.client.http().compress(true))
			.endpoint("support-bot");
		assertThat(kind.text(endpoint)).isEqualTo("ok");
		this.client.assertNothingIsTaken();
	}

	@ParameterizedTest
	@EnumSource
	void callWhenAnswerIsNotGzippedAsItSaysThenItFailsAndTheConnectionIsClosed(CallKind kind) {
		this.server.then((exchange) -> {
			exchange.write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ncontent-encoding: gzip\r\ncontent-type: "
					+ CallKind.typeFor(exchange) + "\r\n\r\n");
			exchange.chunk(CallKind.bodyFor(exchange));
			exchange.end();
		});
		Endpoint endpoint = this.client
			.client(this.server.baseUrl(), OnePermitClient.LONG, Policies.NO_RETRIES, this.client.http().compress(true))
			.endpoint("support-bot");
		assertThatExceptionOfType(InferenceKeyException.class).isThrownBy(() -> kind.text(endpoint))
			.withMessageContaining("is not valid HTTP");
		this.client.assertTheNextCallWorks(endpoint, kind);
	}

	@ParameterizedTest
	@EnumSource
	void callWhenInterimResponsesComeThenIgnored(CallKind kind) {
		this.server.then((exchange) -> {
			exchange.write("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n");
			CallKind.answer(exchange);
		});
		assertThat(kind.text(this.client.endpoint())).isEqualTo("ok");
		assertThat(this.server.requests()).hasSize(1);
		this.client.assertNothingIsTaken();
	}

	@ParameterizedTest
	@EnumSource
	void callWhenServerRestartsBetweenCallsThenAFreshConnectionIsUsed(CallKind kind) {
		this.server.then((exchange) -> {
			CallKind.answer(exchange);
			exchange.socket().close();
		});
		Endpoint endpoint = this.client.endpoint();
		for (int i = 0; i < 10; i++) {
			assertThat(kind.text(endpoint)).isEqualTo("ok");
		}
		assertThat(this.server.connections()).isEqualTo(this.server.requests().size());
		this.client.assertNothingIsTaken();
	}

	@ParameterizedTest
	@EnumSource
	void callWhenServerFlapsThenRetriesCarryItOver(CallKind kind) {
		for (int i = 0; i < 5; i++) {
			this.server.then(WireServer.Exchange::reset).then(CallKind::answer);
		}
		Endpoint endpoint = this.client.endpoint();
		for (int i = 0; i < 5; i++) {
			assertThat(kind.text(endpoint)).isEqualTo("ok");
		}
		assertThat(this.server.requests()).hasSize(10);
		this.client.assertNothingIsTaken();
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
