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

import java.util.Iterator;
import java.util.List;

import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.credential.KeyQuotations;
import dev.inferencekey.error.AuthException;
import dev.inferencekey.error.InferenceKeyException;
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

	private static final int QUOTATIONS = 300;

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
			WebClient actuator = actuator(context);
			for (String page : new String[] { "env", "configprops", "beans", "conditions", "loggers", "inferencekey",
					"health", "metrics", "prometheus" }) {
				String shown = read(actuator, page);
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

	@Test
	void actuatorWhenServersQuoteTheKeyInManyWaysThenNoRunOfItsSecret() {
		Iterator<String> quotations = KeyQuotations.of(WireServer.KEY, 11, QUOTATIONS).iterator();
		try (WireServer server = new WireServer();
				ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
					.web(WebApplicationType.SERVLET)
					.run("--server.port=0", "--inferencekey.project=acme",
							"--inferencekey.base-url=" + server.baseUrl(),
							"--inferencekey.workloads.bot.api-key=" + WireServer.KEY,
							"--inferencekey.retry.max-attempts=1", "--management.endpoint.health.show-details=always",
							"--management.endpoints.web.exposure.include=*")) {
			server.then((exchange) -> exchange.respond(500, "text/plain", quotations.next()));
			Endpoint endpoint = context.getBean("inferencekey.endpoint.bot", Endpoint.class);
			WebClient actuator = actuator(context);
			while (quotations.hasNext()) {
				assertThatExceptionOfType(InferenceKeyException.class).isThrownBy(() -> endpoint.generateText("Hola"));
				for (String page : List.of("inferencekey", "health")) {
					assertThat(read(actuator, page)).contains("500")
						.matches((shown) -> !KeyQuotations.isExposed(shown, WireServer.KEY), page + " without the key");
				}
			}
			assertThat(read(actuator, "prometheus")).contains("inferencekey")
				.matches((shown) -> !KeyQuotations.isExposed(shown, WireServer.KEY), "metrics without the key");
		}
	}

	private static WebClient actuator(ConfigurableApplicationContext context) {
		return WebClient
			.create("http://localhost:" + context.getEnvironment().getProperty("local.server.port") + "/actuator/");
	}

	private static String read(WebClient actuator, String page) {
		String shown = actuator.get().uri(page).exchangeToMono((response) -> response.bodyToMono(String.class)).block();
		assertThat(shown).as(page).isNotNull();
		return shown;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
