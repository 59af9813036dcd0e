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

package dev.inferencekey.localplatform.container;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.testcontainers.utility.DockerImageName;

/**
 * The image of the local platform, built once for all tests, and the same image under the
 * names of engines, which it stands in for where there is no registry to pull from.
 */
final class Docker {

	static final String PLATFORM = "inferencekey/local-platform:test";

	static final String OLLAMA = "ollama/ollama:stand-in";

	static final String VLLM = "vllm/vllm-openai:stand-in";

	private static boolean built;

	private Docker() {
	}

	static synchronized DockerImageName platform() {
		if (!built) {
			run("container/build", PLATFORM);
			run("docker", "tag", PLATFORM, OLLAMA);
			run("docker", "tag", PLATFORM, VLLM);
			built = true;
		}
		return DockerImageName.parse(PLATFORM);
	}

	static DockerImageName ollama() {
		platform();
		return DockerImageName.parse(OLLAMA);
	}

	static DockerImageName vllm() {
		platform();
		return DockerImageName.parse(VLLM);
	}

	static String run(String... command) {
		try {
			ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
			builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
			Process process = builder.start();
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			if (process.waitFor() != 0) {
				throw new IllegalStateException(List.of(command) + " failed: " + output);
			}
			return output.strip();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
