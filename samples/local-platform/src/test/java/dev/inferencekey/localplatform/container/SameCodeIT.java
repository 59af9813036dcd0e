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

import java.util.ArrayList;
import java.util.List;

import dev.inferencekey.autoconfigure.testcontainers.LocalPlatformContainer;
import org.junit.jupiter.api.Test;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The same application wherever its workloads are, by configuration alone.
 */
@Testcontainers(disabledWithoutDocker = true)
class SameCodeIT {

	@Container
	private static final LocalPlatformContainer platform = new LocalPlatformContainer(Docker.platform())
		.withEnv("LOCALPLATFORM_ENGINE", "true");

	@Test
	void callsWhenNothingIsConfiguredThenThePlatformInTheProcessAnswers() {
		succeed();
	}

	@Test
	void callsWhenBaseUrlProjectAndKeyAreConfiguredThenThatPlatformAnswers() {
		succeed("--inferencekey.base-url=" + platform.getBaseUrl(), "--inferencekey.project=acme",
				"--inferencekey.api-key=" + platform.getApiKey().reveal());
	}

	@Test
	void callsWhenAUrlIsConfiguredThenThatEngineAnswers() {
		String url = platform.getBaseUrl() + "/v1";
		succeed("--inferencekey.base-url=http://127.0.0.1:1", "--inferencekey.workloads.support-bot.url=" + url,
				"--inferencekey.workloads.embedder.url=" + url, "--inferencekey.workloads.reranker.url=" + url);
	}

	private static void succeed(String... arguments) {
		List<String> all = new ArrayList<>(List.of(arguments));
		for (String workload : List.of("support-bot", "embedder", "reranker")) {
			all.add("--inferencekey.workloads." + workload + ".slug=" + workload);
		}
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Calls.Application.class)
			.web(WebApplicationType.NONE)
			.run(all.toArray(String[]::new))) {
			context.getBean(Calls.class).succeed();
		}
	}

}
