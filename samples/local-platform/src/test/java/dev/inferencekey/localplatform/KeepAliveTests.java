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
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A connection outlives the requests that are refused on it, whatever became of their
 * bodies.
 */
class KeepAliveTests {

	private static final int REQUESTS = 100;

	private static final String EMBED = """
			{"model": "embedder", "input": "a"}""";

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void connectionWhenRequestsAreRefusedThenAnswersTheNextOne(boolean apart) throws IOException {
		try (LocalPlatform platform = LocalPlatform.start(); Socket socket = connect(platform)) {
			String key = platform.apiKey("embedder").reveal();
			for (int i = 0; i < REQUESTS; i++) {
				send(socket.getOutputStream(), key, EMBED, apart);
				assertThat(statusOf(socket.getInputStream())).isEqualTo("HTTP/1.1 200 OK");
				send(socket.getOutputStream(), "unknown", EMBED, apart);
				assertThat(statusOf(socket.getInputStream())).isEqualTo("HTTP/1.1 401 Unauthorized");
				send(socket.getOutputStream(), "unknown", EMBED, apart);
				assertThat(statusOf(socket.getInputStream())).isEqualTo("HTTP/1.1 401 Unauthorized");
			}
		}
	}

	@Test
	void connectionWhenBodyIsTooLargeThenAnswersTheNextOne() throws IOException {
		try (LocalPlatform platform = LocalPlatform.start(); Socket socket = connect(platform)) {
			String key = platform.apiKey("embedder").reveal();
			send(socket.getOutputStream(), key, " ".repeat(RequestLimits.DEFAULTS.maxBodySize() + 1), true);
			assertThat(statusOf(socket.getInputStream())).startsWith("HTTP/1.1 413 ");
			send(socket.getOutputStream(), key, EMBED, true);
			assertThat(statusOf(socket.getInputStream())).isEqualTo("HTTP/1.1 200 OK");
		}
	}

	private static Socket connect(LocalPlatform platform) throws IOException {
		Socket socket = new Socket(InetAddress.getLoopbackAddress(), platform.port());
		socket.setTcpNoDelay(true);
		socket.setSoTimeout((int) Duration.ofSeconds(10).toMillis());
		return socket;
	}

	/**
	 * Send a request whose head and body travel together or apart, as clients do either.
	 */
	private static void send(OutputStream out, String key, String body, boolean apart) throws IOException {
		String head = "POST /endpoint/acme/embedder/v1/embeddings HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
				+ key + "\r\nContent-Length: " + body.length() + "\r\n\r\n";
		for (String part : apart ? new String[] { head, body } : new String[] { head + body }) {
			out.write(part.getBytes(StandardCharsets.US_ASCII));
		}
	}

	private static String statusOf(InputStream in) throws IOException {
		String status = line(in);
		int length = 0;
		for (String line = line(in); !line.isEmpty(); line = line(in)) {
			if (line.startsWith("Content-Length: ")) {
				length = Integer.parseInt(line.substring("Content-Length: ".length()));
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
