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

package dev.inferencekey.samples.supportdesk;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

import dev.inferencekey.test.AutoConfigureInferenceKey;
import dev.inferencekey.test.ScriptedPlatform;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RequestSizeLimit} over real sockets.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = "inferencekey.retry.max-attempts=1")
@AutoConfigureInferenceKey
class RequestSizeTests {

	private static final int LIMIT = 16 * 1024;

	private static final long GIGABYTE = 1L << 30;

	// The kernel's buffers, and what Tomcat discards before it closes the connection.
	private static final long MAX_IN_TRANSIT = 32L << 20;

	@LocalServerPort
	private int port;

	@Autowired
	private ScriptedPlatform platform;

	@BeforeEach
	void answer() {
		this.platform.workload("embedder").embeds(16);
		this.platform.workload("reranker").reranks(new double[12]);
		this.platform.workload("support-bot").replies("Press Cancel.");
	}

	@Test
	void askWhenAGigabyteIsSentInChunksThenRejectedWithoutBufferingIt() throws IOException {
		try (Socket socket = connect()) {
			long sent = sendChunks(socket, "POST", "application/json", "{\"text\": \"");
			assertThat(status(socket)).isEqualTo(413);
			assertThat(sent).isLessThan(MAX_IN_TRANSIT);
		}
		assertThat(this.platform.requests()).isEmpty();
	}

	@Test
	void uploadWhenMultipartThenNotParsed() throws IOException {
		String part = "--b\r\ncontent-disposition: form-data; name=\"a\"; filename=\"a\"\r\n\r\nx\r\n--b--\r\n";
		try (Socket socket = connect()) {
			send(socket, head("POST", "multipart/form-data; boundary=b", "content-length: " + part.length()) + part);
			assertThat(status(socket)).isEqualTo(415);
		}
	}

	@Test
	void askWhenAGigabyteIsDeclaredThenRejectedBeforeAnyOfItIsSent() throws IOException {
		try (Socket socket = connect()) {
			send(socket, head("POST", "application/json", "content-length: " + GIGABYTE));
			assertThat(status(socket)).isEqualTo(413);
		}
	}

	@ParameterizedTest
	@CsvSource({ "POST, multipart/form-data; boundary=b", "POST, application/x-www-form-urlencoded",
			"PUT, application/x-www-form-urlencoded", "POST, text/plain", "GET, application/json" })
	void requestWhenAGigabyteOfAnythingElseIsSentThenRejectedWithoutBufferingIt(String method, String contentType)
			throws IOException {
		try (Socket socket = connect()) {
			long sent = sendChunks(socket, method, contentType,
					"--b\r\ncontent-disposition: form-data; name=\"a\"; filename=\"a\"\r\n\r\n");
			assertThat(status(socket)).isEqualTo(413);
			assertThat(sent).isLessThan(MAX_IN_TRANSIT);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void askWhenTheBodyHasTheMaximumSizeThenAnsweredAndOneByteMoreIsRejected(boolean chunked) throws IOException {
		assertThat(ask(paddedTo(LIMIT), chunked)).isEqualTo(200);
		assertThat(ask(paddedTo(LIMIT + 1), chunked)).isEqualTo(413);
	}

	@Test
	void askWhenTheLongestQuestionIsFullyEscapedThenAnswered() throws IOException {
		assertThat(ask("{\"text\": \"" + "\\u00e9".repeat(2000) + "\"}", false)).isEqualTo(200);
	}

	private static String paddedTo(int length) {
		String question = "{\"text\": \"How do I cancel?\"}";
		return question + " ".repeat(length - question.length());
	}

	private int ask(String body, boolean chunked) throws IOException {
		try (Socket socket = connect()) {
			if (chunked) {
				send(socket, head("POST", "application/json", "transfer-encoding: chunked")
						+ Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n");
			}
			else {
				send(socket, head("POST", "application/json", "content-length: " + body.length()) + body);
			}
			return status(socket);
		}
	}

	private Socket connect() throws IOException {
		Socket socket = new Socket("localhost", this.port);
		socket.setSoTimeout(20_000);
		return socket;
	}

	private static String head(String method, String contentType, String length) {
		return method + " /api/questions HTTP/1.1\r\nhost: localhost\r\ncontent-type: " + contentType + "\r\n" + length
				+ "\r\n\r\n";
	}

	private static void send(Socket socket, String text) throws IOException {
		socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
	}

	/**
	 * Send up to a gigabyte in chunks, stopping when the server responds or closes the
	 * connection.
	 * @return the number of bytes sent
	 */
	private static long sendChunks(Socket socket, String method, String contentType, String start) throws IOException {
		send(socket, head(method, contentType, "transfer-encoding: chunked"));
		send(socket, Integer.toHexString(start.length()) + "\r\n" + start + "\r\n");
		byte[] chunk = ("10000\r\n" + "x".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
		OutputStream out = socket.getOutputStream();
		long sent = 0;
		try {
			while (sent < GIGABYTE && socket.getInputStream().available() == 0) {
				out.write(chunk);
				sent += chunk.length;
			}
		}
		catch (IOException ex) {
			// The server has closed the connection; its response is still readable.
		}
		return sent;
	}

	private static int status(Socket socket) throws IOException {
		BufferedReader reader = new BufferedReader(
				new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
		return Integer.parseInt(Objects.requireNonNull(reader.readLine()).split(" ")[1]);
	}

}
