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
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;

import dev.inferencekey.DataClient;
import dev.inferencekey.error.ApiException;
import dev.inferencekey.error.TransportException;
import dev.inferencekey.resilience.RetrySettings;
import dev.inferencekey.text.ChatMessage;
import dev.inferencekey.text.ContentPart;
import dev.inferencekey.text.TextRequest;
import dev.inferencekey.wire.WireServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.Resource;
import org.springframework.util.MimeTypeUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Images of messages, encoded while they are sent.
 */
class ImagesUpTests {

	private static final String ANSWER = "{\"choices\":[{\"message\":{\"content\":\"They differ.\"},\"finish_reason\":\"stop\"}]}";

	private final WireServer server = new WireServer();

	@AfterEach
	void close() {
		this.server.close();
	}

	private DataClient client() {
		return this.server.builder()
			.retry(RetrySettings.UNSET.withMaxAttempts(2).withInitialBackoff(Duration.ofMillis(1)))
			.build();
	}

	private static TextRequest request(ContentPart part) {
		return TextRequest.builder().system("Be brief.").message(ChatMessage.user(part)).build();
	}

	@Test
	void imagesWhenLargerThanHalfTheHeapThenSentWholeAndAgainAfterAFailure(@TempDir Path folder) throws Exception {
		Path file = folder.resolve("third.jpg");
		try (OutputStream out = Files.newOutputStream(file)) {
			Pattern.write(ImageUpload.LENGTH, out::write);
		}
		this.server.thenJson(503, "{}").thenJson(200, ANSWER);

		SmallProcess.Outcome outcome = SmallProcess.run(ImageUpload.class, "-Xmx96m", this.server.baseUrl(),
				file.toString());

		assertThat(outcome.output()).isEqualTo("They differ.");
		assertThat(this.server.requests()).hasSize(2).allSatisfy((request) -> {
			assertThat(request.headers()).containsEntry("content-length", Integer.toString(request.body().length()))
				.containsEntry("content-type", "application/json");
			JsonNode parts = JsonMapper.shared().readTree(request.body()).at("/messages/0/content");
			assertImage(parts.path(1), "image/png");
			assertImage(parts.path(2), "image/png");
			assertImage(parts.path(3), "image/jpeg");
		});
	}

	private static void assertImage(JsonNode part, String type) {
		String start = "data:" + type + ";base64,";
		String url = part.at("/image_url/url").asString();
		assertThat(url).startsWith(start);
		byte[] bytes = Base64.getDecoder().decode(url.substring(start.length()).getBytes(StandardCharsets.ISO_8859_1));
		Pattern.Check check = new Pattern.Check();
		check.add(bytes, 0, bytes.length);
		assertThat(check.count()).isEqualTo(ImageUpload.LENGTH);
		assertThat(check.isRight()).isTrue();
	}

	@Test
	void streamWhenRequestHasAnImageThenItsBytesAreSent() {
		this.server.thenEvents(
				"data: {\"choices\":[{\"delta\":{\"content\":\"A cat.\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n");

		String text = client().endpoint("w")
			.generateTextStream(request(ContentPart.image(MimeTypeUtils.IMAGE_PNG, new byte[] { 0, 1, 2 })))
			.result()
			.text();

		assertThat(text).isEqualTo("A cat.");
		assertThat(this.server.requests().get(0).body()).contains("\"data:image/png;base64,AAEC\"")
			.contains("\"stream\":true");
	}

	@Test
	void imageWhenReadableOnlyOnceThenSentInChunksAndNotRetried() {
		Resource once = new InputStreamResource(new ByteArrayInputStream(new byte[] { 0, 1, 2 })) {
			@Override
			public String getFilename() {
				return "a.png";
			}
		};
		this.server.thenJson(503, "{}");

		assertThatExceptionOfType(ApiException.class)
			.isThrownBy(() -> client().endpoint("w").generateText(request(ContentPart.image(once))))
			.withMessageContaining("It was not retried, because its body can be read only once.");
		assertThat(this.server.requests()).singleElement().satisfies((request) -> {
			assertThat(request.headers()).doesNotContainKey("content-length");
			assertThat(request.body()).contains("\"data:image/png;base64,AAEC\"");
		});
	}

	@Test
	void imageWhenMissingThenItsMessageIsNamedAndNotRetried(@TempDir Path folder) {
		Resource gone = new FileSystemResource(folder.resolve("gone.png"));

		assertThatExceptionOfType(TransportException.class)
			.isThrownBy(() -> client().endpoint("w").generateText(request(ContentPart.image(gone))))
			.withMessageContaining("the image of messages[1], file [")
			.withMessageContaining("gone.png], cannot be read (")
			.satisfies((ex) -> assertThat(ex.isRetryable()).isFalse());
		assertThat(this.server.requests()).isEmpty();
	}

	@Test
	void imageWhenItChangesItsLengthThenItsMessageIsNamed(@TempDir Path folder) {
		Resource growing = new FileSystemResource(folder.resolve("growing.png")) {
			@Override
			public long contentLength() {
				return 2;
			}

			@Override
			public InputStream getInputStream() {
				return new ByteArrayInputStream(new byte[] { 0, 1, 2 });
			}
		};

		assertThatExceptionOfType(TransportException.class)
			.isThrownBy(() -> client().endpoint("w").generateText(request(ContentPart.image(growing))))
			.withMessageContaining("the image of messages[1], file [")
			.withMessageContaining("has changed its length while it was read");
	}

}
