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

package dev.inferencekey.localplatform.standalone;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

import dev.inferencekey.autoconfigure.InferenceKeyConnectionDetails;
import dev.inferencekey.localplatform.LocalPlatform;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

@ExtendWith(OutputCaptureExtension.class)
class LocalPlatformApplicationTests {

	private static final String SECRET = "5".repeat(64);

	@TempDir
	private Path directory;

	@Test
	void runWhenStartedThenWritesAddressAndKeysForTheOwnerOnly(CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext context = run()) {
			LocalPlatform platform = context.getBean(LocalPlatform.class);
			Path file = this.directory.resolve("platform.env");
			Map<String, String> variables = Files.readAllLines(file)
				.stream()
				.map((line) -> line.substring("export ".length()).split("=", 2))
				.collect(Collectors.toMap((parts) -> parts[0], (parts) -> parts[1]));
			assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
			assertThat(variables).containsEntry("INFERENCEKEY_BASE_URL", platform.baseUrl())
				.containsEntry("INFERENCEKEY_PROJECT", "acme")
				.containsEntry("INFERENCEKEY_SDK_TOKEN", platform.controlToken().reveal())
				.containsKey("INFERENCEKEY_API_KEY");
			assertThat(status(platform, "embedder", variables.get("INFERENCEKEY_API_KEY"))).isEqualTo(200);
			assertThat(output).contains("source " + file.toAbsolutePath())
				.contains(platform.baseUrl())
				.contains("extractive, not generative")
				.doesNotContain(variables.get("INFERENCEKEY_API_KEY"))
				.doesNotContain(variables.get("INFERENCEKEY_SDK_TOKEN"));
			try (var files = Files.list(this.directory)) {
				assertThat(files).containsExactly(file);
			}
		}
	}

	@Test
	void runWhenConfiguredThenServesKeysAndWorkloadsFromThere(CapturedOutput output) throws Exception {
		String key = "ik_live_0123abcd_" + SECRET;
		String foreign = "ik_live_89efcdab_" + SECRET;
		try (ConfigurableApplicationContext context = run("--local-platform.api-key=" + key,
				"--local-platform.api-keys[0].key=" + foreign, "--local-platform.api-keys[0].scopes=other/*",
				"--local-platform.sdk-token=ik_sdk_0123abcd_" + SECRET, "--local-platform.workloads.ollama.task=chat",
				"--local-platform.workloads.ollama.forward-url=http://localhost:11434/v1",
				"--local-platform.workloads.vectors.task=embeddings")) {
			LocalPlatform platform = context.getBean(LocalPlatform.class);
			assertThat(status(platform, "vectors", key)).isEqualTo(200);
			assertThat(status(platform, "ollama", key)).isEqualTo(200);
			assertThat(status(platform, "vectors", foreign)).isEqualTo(403);
			assertThat(output).contains("forwards to http://localhost:11434/v1").doesNotContain(SECRET);
			assertThat(context.getBean(LocalPlatformProperties.class).toString()).doesNotContain(SECRET);
		}
	}

	@Test
	void probeWhenThePortIsAnyThenFindsThePlatformAndItsModels() throws IOException {
		ByteArrayOutputStream said = new ByteArrayOutputStream();
		Path file = this.directory.resolve("platform.env");
		try (ConfigurableApplicationContext context = run()) {
			await().atMost(Duration.ofSeconds(20))
				.untilAsserted(() -> assertThat(HealthProbe.isWell(file, new PrintStream(said))).isTrue());
			assertThat(HealthProbe.isWell(file, new PrintStream(said))).as(context.getId()).isTrue();
		}
		assertThat(said.toString()).contains("\"up\"");
		// The platform has gone, and its file is still there.
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> HealthProbe.isWell(file, System.out));
		Path other = this.directory.resolve("other.env");
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> HealthProbe.isWell(other, System.out));
	}

	@Test
	void runWhenStartedThenHasNoClientOfItsOwn() {
		try (ConfigurableApplicationContext context = run()) {
			assertThat(context.getBeanProvider(InferenceKeyConnectionDetails.class)).isEmpty();
			assertThat(context.getEnvironment().getProperty("spring.main.keep-alive")).isEqualTo("true");
		}
	}

	@Test
	void runWhenPortIsInUseThenSaysWhatToDo(CapturedOutput output) {
		try (LocalPlatform other = LocalPlatform.start()) {
			assertThatExceptionOfType(Exception.class).isThrownBy(() -> run("--local-platform.port=" + other.port()));
			assertThat(output).contains("cannot listen on 127.0.0.1:" + other.port()).contains("--local-platform.port");
			assertThat(this.directory).isEmptyDirectory();
		}
	}

	private ConfigurableApplicationContext run(String... arguments) {
		return new SpringApplicationBuilder(LocalPlatformApplication.class).web(WebApplicationType.NONE)
			.properties("spring.config.name=local-platform", "local-platform.port=0",
					"local-platform.env-file=" + this.directory.resolve("platform.env"))
			.run(arguments);
	}

	private static int status(LocalPlatform platform, String workload, String key) throws Exception {
		HttpRequest request = HttpRequest
			.newBuilder(URI.create(platform.baseUrl() + "/endpoint/acme/" + workload + "/v1/models"))
			.header("Authorization", "Bearer " + key)
			.build();
		return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
	}

}
