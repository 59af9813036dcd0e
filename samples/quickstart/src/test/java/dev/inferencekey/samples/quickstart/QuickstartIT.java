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

package dev.inferencekey.samples.quickstart;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.inferencekey.localplatform.LocalPlatform;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs the packaged application in its own process, as a user does.
 */
class QuickstartIT {

	@TempDir
	private Path folder;

	@Test
	void runWhenNothingIsConfiguredThenTheLocalPlatformAnswers() throws Exception {
		assertFirstCalls(run(Map.of()));
	}

	@Test
	void runWhenProcessedAheadOfTimeThenTheLocalPlatformAnswers() throws Exception {
		assertFirstCalls(run(Map.of(), "-Dspring.aot.enabled=true"));
	}

	@Test
	void runWhenBaseUrlAndKeyAreConfiguredThenThatPlatformAnswers() throws Exception {
		try (LocalPlatform platform = LocalPlatform.start()) {
			String output = run(Map.of("INFERENCEKEY_BASE_URL", platform.baseUrl(), "INFERENCEKEY_PROJECT",
					platform.project(), "INFERENCEKEY_API_KEY", platform.issueKey("acme/*").reveal()));
			assertFirstCalls(output);
		}
	}

	@Test
	void runWhenTheKeyIsMissingThenTheOutputNamesTheProperty() throws Exception {
		String output = run(Map.of("INFERENCEKEY_BASE_URL", "http://127.0.0.1:1", "INFERENCEKEY_PROJECT", "acme"));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("inferencekey.workloads.support-bot.api-key")
			.doesNotContain("\tat ");
	}

	private static void assertFirstCalls(String output) {
		assertThat(output).contains("== Generate text")
			.contains("pedido")
			.contains("model: ")
			.contains("finish reason: stop")
			.contains("2 vectors of 384 dimensions")
			.contains("authentication failed: workload \"support-bot\" at ")
			.contains("ik_live_00000000…")
			.doesNotContain("Exception");
		String answer = section(output, "== Generate text");
		assertThat(section(output, "== Stream")).isEqualTo(answer.substring(0, answer.indexOf("\nmodel: ")));
	}

	private static String section(String output, String title) {
		int start = output.indexOf(title) + title.length() + 1;
		int end = output.indexOf("\n\n== ", start);
		return output.substring(start, end);
	}

	private String run(Map<String, String> environment, String... jvmArguments)
			throws IOException, InterruptedException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		// It ends before the second compiler earns back what it costs.
		command.add("-XX:TieredStopAtLevel=1");
		command.addAll(List.of(jvmArguments));
		command.add("-Dstdout.encoding=UTF-8");
		command.add("-Dfile.encoding=UTF-8");
		command.addAll(List.of("-jar", new File("target/quickstart.jar").getAbsolutePath()));
		Path output = this.folder.resolve("output");
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
		builder.environment()
			.keySet()
			.removeIf((name) -> name.startsWith("INFERENCEKEY_") || name.endsWith("_IK_LIVE"));
		builder.environment().putAll(environment);
		Process process = builder.start();
		try {
			assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("exits").isTrue();
			return Files.readString(output, StandardCharsets.UTF_8);
		}
		finally {
			process.destroyForcibly();
		}
	}

}
