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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

import dev.inferencekey.DataClient;
import dev.inferencekey.resilience.RetrySettings;
import dev.inferencekey.text.ChatMessage;
import dev.inferencekey.text.ContentPart;
import dev.inferencekey.wire.WireServer;

import org.springframework.core.io.FileSystemResource;
import org.springframework.util.MimeTypeUtils;

/**
 * Sends two images in memory and one in a file, and prints the answer.
 */
final class ImageUpload {

	static final int LENGTH = 10 * 1024 * 1024;

	private ImageUpload() {
	}

	public static void main(String[] arguments) throws IOException {
		byte[] first = image();
		byte[] second = image();
		try (DataClient client = DataClient.builder()
			.baseUrl(arguments[0])
			.project("acme")
			.apiKey(WireServer.KEY)
			.retry(RetrySettings.UNSET.withMaxAttempts(2).withInitialBackoff(Duration.ofMillis(1)))
			.build()) {
			ChatMessage message = ChatMessage.user(ContentPart.text("Compare."),
					ContentPart.image(MimeTypeUtils.IMAGE_PNG, first),
					ContentPart.image(MimeTypeUtils.IMAGE_PNG, second),
					ContentPart.image(new FileSystemResource(Path.of(arguments[1]))));
			System.out.println(client.endpoint("w").generateText((request) -> request.message(message)).text());
		}
	}

	private static byte[] image() throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream(LENGTH);
		Pattern.write(LENGTH, bytes::write);
		return bytes.toByteArray();
	}

}
