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

import java.io.File;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Runs the packaged application in its own process, with ahead-of-time processing.
 */
class SupportDeskIT {

	private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

	@TempDir
	private Path folder;

	@Test
	void runWhenProcessedAheadOfTimeThenAnswersAndIsHealthy() throws Exception {
		Path log = this.folder.resolve("log");
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Dspring.aot.enabled=true", "-jar", new File("target/support-desk.jar").getAbsolutePath(),
				"--server.port=0", "--management.server.port=0")
			.redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start();
		try {
			// The second port is that of the actuator.
			List<String> ports = await().atMost(Duration.ofSeconds(60))
				.until(() -> ports(Files.readString(log)), (found) -> found.size() == 2);
			HttpClient client = HttpClient.newHttpClient();
			String answer = client
				.send(HttpRequest.newBuilder(URI.create("http://localhost:" + ports.get(0) + "/api/questions"))
					.header("content-type", "application/json")
					.POST(HttpRequest.BodyPublishers.ofString("{\"text\": \"How do I cancel an order?\"}"))
					.build(), BodyHandlers.ofString())
				.body();
			assertThat(answer).contains("event:sources", "How do I cancel an order?", "event:done");
			for (String endpoint : new String[] { "health", "inferencekey", "prometheus" }) {
				String body = client
					.send(HttpRequest
						.newBuilder(URI.create("http://127.0.0.1:" + ports.get(1) + "/actuator/" + endpoint))
						.build(), BodyHandlers.ofString())
					.body();
				assertThat(body).as(endpoint).contains("support-bot").doesNotContain("\"DOWN\"");
			}
		}
		finally {
			process.destroy();
			process.waitFor();
		}
	}

	private static List<String> ports(String log) {
		return PORT.matcher(log).results().map((started) -> started.group(1)).toList();
	}

}
