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

package dev.inferencekey.autoconfigure;

import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.error.AuthException;
import dev.inferencekey.wire.WireServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Looks for keys where they must not be: with every log at its finest that applications
 * use, and the actuator told to show everything.
 */
@ExtendWith(OutputCaptureExtension.class)
class SecretTests {

	private static final String BARE_TOKEN = "hunter2-hunter2-hunter2";

	@Test
	void actuatorAndLogsWhenToldToShowEverythingThenNoSecret(CapturedOutput output) {
		try (WireServer server = new WireServer().thenJson(401,
				"{\"error\":{\"message\":\"unknown key " + WireServer.KEY + "\"}}");
				ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
					.web(WebApplicationType.SERVLET)
					.run("--server.port=0", "--inferencekey.project=acme",
							"--inferencekey.base-url=" + server.baseUrl(), "--inferencekey.api-key=" + WireServer.KEY,
							"--inferencekey.workloads.bot.api-key=${SOME_VARIABLE}",
							"--SOME_VARIABLE=" + WireServer.KEY, "--management.endpoint.health.show-details=always",
							"--inferencekey.content.log=true", "--inferencekey.content.trace=true",
							"--inferencekey.workloads.local.url=http://localhost:1/v1",
							"--inferencekey.workloads.local.api-key=" + BARE_TOKEN,
							"--management.endpoints.web.exposure.include=*",
							"--management.endpoint.env.show-values=always",
							"--management.endpoint.configprops.show-values=always", "--logging.level.root=debug",
							"--logging.level.dev.inferencekey=trace")) {
			Endpoint endpoint = context.getBean("inferencekey.endpoint.bot", Endpoint.class);
			assertThatExceptionOfType(AuthException.class).isThrownBy(() -> endpoint.generateText("Hola"));
			assertThatExceptionOfType(AuthException.class).isThrownBy(() -> endpoint.generateTextStream("Hola"));
			assertThat(endpoint + " " + endpoint.reactive() + " " + context.getBean(DataClient.class) + " "
					+ context.getBean(InferenceKeyProperties.class)
					+ context.getBean(InferenceKeyConnectionDetails.class))
				.doesNotContain(WireServer.SECRET);
			WebClient actuator = WebClient
				.create("http://localhost:" + context.getEnvironment().getProperty("local.server.port") + "/actuator/");
			for (String page : new String[] { "env", "configprops", "beans", "conditions", "loggers", "inferencekey",
					"health", "metrics", "prometheus" }) {
				String shown = actuator.get()
					.uri(page)
					.exchangeToMono((response) -> response.bodyToMono(String.class))
					.block();
				assertThat(shown).as(page)
					.contains("inferencekey")
					.doesNotContain(WireServer.SECRET)
					.doesNotContain(BARE_TOKEN);
				if (page.equals("env") || page.equals("configprops")) {
					assertThat(shown).contains("ik_live_a1b2c3d4…");
				}
			}
		}
		assertThat(output.getAll()).contains("DEBUG").doesNotContain(WireServer.SECRET).doesNotContain(BARE_TOKEN);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
