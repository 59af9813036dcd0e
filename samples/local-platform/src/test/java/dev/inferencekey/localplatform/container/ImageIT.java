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

import java.time.Duration;

import dev.inferencekey.autoconfigure.testcontainers.LocalPlatformContainer;
import org.junit.jupiter.api.Test;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The image itself.
 */
@Testcontainers(disabledWithoutDocker = true)
class ImageIT {

	private static final long MEGABYTE = 1_000_000;

	@Container
	private static final LocalPlatformContainer platform = new LocalPlatformContainer(Docker.platform())
		.withCreateContainerCmdModifier((command) -> command.getHostConfig().withReadonlyRootfs(true))
		.withStartupTimeout(Duration.ofSeconds(10));

	@Test
	void imageWhenBuiltThenSmall() {
		assertThat(Long.parseLong(Docker.run("docker", "image", "inspect", "-f", "{{.Size}}", Docker.PLATFORM)))
			.isLessThan(300 * MEGABYTE);
	}

	@Test
	void containerWhenReadOnlyThenHealthyAndNotRoot() {
		String id = platform.getContainerId();
		assertThat(Docker.run("docker", "inspect", "-f", "{{.HostConfig.ReadonlyRootfs}} {{.Config.User}}", id))
			.isEqualTo("true 65532:65532");
		await().atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(Docker.run("docker", "inspect", "-f", "{{.State.Health.Status}}", id))
				.isEqualTo("healthy"));
	}

	@Test
	void containerWhenNativeCodeMayNotRunThenUnhealthyAndSaysWhy() {
		// As the image asks, but sooner.
		String id = Docker.run("docker", "run", "--detach", "--health-start-period=1s", "--health-interval=1s",
				"--read-only", "--tmpfs", "/tmp", Docker.PLATFORM, "--local-platform.port=9000");
		try {
			await().atMost(Duration.ofSeconds(90))
				.untilAsserted(() -> assertThat(health(id)).contains("unhealthy").contains("noexec"));
			assertThat(Docker.run("docker", "logs", id)).contains("cannot be loaded").contains("--tmpfs /tmp:exec");
		}
		finally {
			Docker.run("docker", "rm", "--force", "--volumes", id);
		}
	}

	@Test
	void containerWhenItsPortIsGivenAsAnOptionThenHealthy() {
		String id = Docker.run("docker", "run", "--detach", "--read-only", "--tmpfs", "/tmp:exec", Docker.PLATFORM,
				"--local-platform.port=9000");
		try {
			await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(health(id)).startsWith("healthy"));
		}
		finally {
			Docker.run("docker", "rm", "--force", "--volumes", id);
		}
	}

	private static String health(String id) {
		return Docker.run("docker", "inspect", "-f", "{{.State.Health.Status}} {{json .State.Health.Log}}", id);
	}

	@Test
	void logWhenStartedThenHasNoKey() {
		assertThat(platform.getLogs()).contains("The local InferenceKey platform answers")
			.doesNotContain(platform.getApiKey().reveal());
	}

}
