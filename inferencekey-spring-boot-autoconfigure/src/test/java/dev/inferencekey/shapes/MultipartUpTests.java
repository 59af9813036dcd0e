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

package dev.inferencekey.shapes;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

import dev.inferencekey.error.ApiException;
import dev.inferencekey.error.TransportException;
import dev.inferencekey.operation.MultipartBody;
import dev.inferencekey.wire.WireServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.AbstractResource;
import org.springframework.core.io.InputStreamResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Files up, read while they are sent.
 */
class MultipartUpTests {

	private static final long LENGTH = 200L * 1024 * 1024;

	@Test
	void fileWhenLargerThanTheHeapThenSentWholeAndAgainAfterAFailure(@TempDir Path folder) throws Exception {
		Path file = folder.resolve("a \"b\".wav");
		try (OutputStream out = Files.newOutputStream(file)) {
			Pattern.write(LENGTH, out::write);
		}

		try (UploadServer server = new UploadServer(503)) {
			SmallProcess.Outcome outcome = SmallProcess.run(Upload.class, "-Xmx128m", server.baseUrl(),
					file.toString());

			assertThat(outcome.output()).isEqualTo("received " + LENGTH);
			assertThat(server.received()).hasSize(2).allSatisfy((body) -> {
				assertThat(body.announced()).isEqualTo(Long.toString(body.length()));
				assertThat(body.right()).isTrue();
				String boundary = "--" + body.contentType().replace("multipart/form-data; boundary=", "");
				assertThat(body.start()).isEqualTo(boundary
						+ "\r\nContent-Disposition: form-data; name=\"language\"\r\n\r\npt\r\n" + boundary
						+ "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a %22b%22.wav\"\r\nContent-Type: audio/wav\r\n\r\n");
			});
		}
	}

	@Test
	void bodyWhenReadableOnlyOnceThenNotRetriedAndSaysSo() throws IOException {
		MultipartBody body = MultipartBody.builder()
			.resource("file", "audio/wav", new InputStreamResource(new ByteArrayInputStream(new byte[] { 0, 1, 2 })))
			.build();

		try (UploadServer server = new UploadServer(503);
				Pipeline pipeline = new Pipeline(server.baseUrl(), WireServer.KEY)) {
			assertThatExceptionOfType(ApiException.class)
				.isThrownBy(() -> pipeline.transport().call(Shapes.TRANSCRIBE, body).block())
				.withMessageContaining("It was not retried, because its body can be read only once.")
				.satisfies((ex) -> assertThat(ex.status()).isEqualTo(503));

			assertThat(server.received()).hasSize(1).allSatisfy((sent) -> {
				assertThat(sent.announced()).isNull();
				assertThat(sent.right()).isTrue();
			});
		}
	}

	@Test
	void fileWhenMissingThenNamedAndNotRetried(@TempDir Path folder) throws Exception {
		MultipartBody body = MultipartBody.builder().file("file", "audio/wav", folder.resolve("gone.wav")).build();

		try (RawServer server = new RawServer(""); Pipeline pipeline = new Pipeline(server.baseUrl(), WireServer.KEY)) {
			assertThatExceptionOfType(TransportException.class)
				.isThrownBy(() -> pipeline.transport().call(Shapes.TRANSCRIBE, body).block())
				.withMessageContaining("gone.wav")
				.withMessageContaining("cannot be read")
				.satisfies((ex) -> assertThat(ex.isRetryable()).isFalse());

			assertThat(pipeline.transport().monitor().inFlight()).isZero();
		}
	}

	@Test
	void resourceWhenReadingFailsInTheMiddleThenNamedAndConnectionClosed() throws Exception {
		MultipartBody body = MultipartBody.builder()
			.resource("file", "audio/wav", new Failing(10_000_000, new IOException("disk error")))
			.build();

		try (RawServer server = new RawServer(""); Pipeline pipeline = new Pipeline(server.baseUrl(), WireServer.KEY)) {
			assertThatExceptionOfType(TransportException.class)
				.isThrownBy(() -> pipeline.transport().call(Shapes.TRANSCRIBE, body).block())
				.withMessageContaining("the failing disk cannot be read (IOException: disk error)");

			assertThat(pipeline.transport().monitor().inFlight()).isZero();
			assertThat(server.closed().await(1, TimeUnit.MINUTES)).isTrue();
		}
	}

	@Test
	void resourceWhenShorterThanAnnouncedThenNamed() throws Exception {
		MultipartBody body = MultipartBody.builder().resource("file", "audio/wav", new Failing(1000, null)).build();

		try (UploadServer server = new UploadServer();
				Pipeline pipeline = new Pipeline(server.baseUrl(), WireServer.KEY)) {
			assertThatExceptionOfType(TransportException.class)
				.isThrownBy(() -> pipeline.transport().call(Shapes.TRANSCRIBE, body).block())
				.withMessageContaining("the failing disk has changed its length");
		}
	}

	@Test
	void bodyWhenRefusedBeforeItIsReadThenTheWriterEnds() throws Exception {
		MultipartBody body = MultipartBody.builder()
			.resource("file", "audio/wav", new Failing(100_000_000, null))
			.build();

		try (RawServer server = new RawServer("HTTP/1.1 413 X\r\ncontent-length: 0\r\n\r\n");
				Pipeline pipeline = new Pipeline(server.baseUrl(), WireServer.KEY)) {
			assertThatExceptionOfType(ApiException.class)
				.isThrownBy(() -> pipeline.transport().call(Shapes.TRANSCRIBE, body).block())
				.satisfies((ex) -> assertThat(ex.status()).isEqualTo(413));

			assertThat(pipeline.transport().monitor().inFlight()).isZero();
			assertThat(server.closed().await(1, TimeUnit.MINUTES)).isTrue();
			await().until(() -> Thread.getAllStackTraces()
				.values()
				.stream()
				.noneMatch((stack) -> Arrays.stream(stack)
					.anyMatch((frame) -> frame.getClassName().equals(MultipartBody.class.getName()))));
		}
	}

	/**
	 * Says that it is long, and ends in the middle.
	 */
	private static final class Failing extends AbstractResource {

		private final int length;

		private final IOException failure;

		private Failing(int length, IOException failure) {
			this.length = length;
			this.failure = failure;
		}

		@Override
		public String getDescription() {
			return "the failing disk";
		}

		@Override
		public long contentLength() {
			return this.length;
		}

		@Override
		public InputStream getInputStream() {
			return new InputStream() {

				private int left = Failing.this.length / 2;

				@Override
				public int read() {
					throw new UnsupportedOperationException();
				}

				@Override
				public int read(byte[] bytes, int from, int count) throws IOException {
					if (this.left == 0 && Failing.this.failure != null) {
						throw Failing.this.failure;
					}
					int read = Math.min(count, this.left);
					this.left -= read;
					return (read > 0) ? read : -1;
				}

			};
		}

	}

}
