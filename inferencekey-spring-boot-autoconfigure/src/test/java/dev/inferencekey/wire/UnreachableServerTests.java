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
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.error.TransportException;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.netty.http.client.HttpClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What can be wrong with the way to a server, so that no request ever arrives: each call
 * fails with a {@link TransportException} that says what, and gives its permit back.
 */
@Timeout(60)
class UnreachableServerTests {

	private final WireServer server = new WireServer();

	private final OnePermitClient client = new OnePermitClient(this.server);

	@AfterEach
	void close() {
		this.server.close();
		this.client.close();
	}

	@ParameterizedTest
	@EnumSource
	void callWhenTheConnectionIsRefusedThenAsksWhetherTheServerIsUp(CallKind kind) throws Exception {
		int free;
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			free = socket.getLocalPort();
		}
		assertUnreachable("http://127.0.0.1:" + free, kind, "that the server is up");
	}

	@ParameterizedTest
	@EnumSource
	void callWhenNobodyTakesTheConnectionThenConnectTimeout(CallKind kind) throws Exception {
		try (FullBacklog full = new FullBacklog()) {
			assertUnreachable(full.url(), kind, "connect-timeout");
		}
	}

	@ParameterizedTest
	@EnumSource
	void callWhenTheHostIsUnknownThenItCannotBeResolved(CallKind kind) throws Exception {
		try (NameServer names = new NameServer()) {
			HttpClient http = this.client.http().resolver(new DnsAddressResolverGroup(names.resolver()));
			assertUnreachable("https://no-such-host.invalid", kind, "cannot be resolved", http);
		}
	}

	@ParameterizedTest
	@EnumSource
	void callWhenTheServerSpeaksNoTlsThenTlsIsNamedAndNothingRepeated(CallKind kind) throws Exception {
		try (PlainServer plain = new PlainServer()) {
			assertUnreachable("https://127.0.0.1:" + plain.port(), kind, "TLS with");
			assertThat(plain.connections).as("what failed once fails again").hasValue(2);
		}
	}

	@ParameterizedTest
	@EnumSource
	void callWhenTheTlsHandshakeIsResetThenRepeated(CallKind kind) {
		this.server.then(WireServer.Exchange::reset);
		assertUnreachable(this.server.baseUrl().replace("http:", "https:"), kind, "broke");
		// Two calls, two attempts, and Reactor Netty tries once more what was never sent.
		assertThat(this.server.connections()).isEqualTo(8);
	}

	private void assertUnreachable(String url, CallKind kind, String says) {
		assertUnreachable(url, kind, says, this.client.http());
	}

	private void assertUnreachable(String url, CallKind kind, String says, HttpClient http) {
		DataClient dataClient = this.client.client(url, OnePermitClient.LONG, Policies.quickRetries(2), http);
		Endpoint endpoint = dataClient.endpoint("support-bot");
		for (int i = 0; i < 2; i++) {
			assertThat(catchThrowableOfType(TransportException.class, () -> kind.text(endpoint)))
				.isExactlyInstanceOf(TransportException.class)
				.hasMessageContainingAll("\"support-bot\"", says);
		}
		assertThat(dataClient.monitor("support-bot").inFlight()).isZero();
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
					// The rest of its hello, so that closing does not reset the
					// connection.
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

}
