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

import java.util.Map;

import dev.inferencekey.DataClient;
import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.wire.WireServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a start logs and probes.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartTests {

	private static final String BOT = "inferencekey.workloads.support-bot.";

	private final WireServer server = new WireServer();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(InferenceKeyAutoConfiguration.class, WebClientsAutoConfiguration.class,
				WebClientAutoConfiguration.class))
		.withPropertyValues("inferencekey.project=acme", "inferencekey.base-url=" + this.server.baseUrl(),
				BOT + "api-key=" + WireServer.KEY);

	@AfterEach
	void close() {
		this.server.close();
	}

	@Nested
	class Log {

		@Test
		void startWhenWorkloadsAreConfiguredThenEachIsLoggedOnce(CapturedOutput output) {
			StartTests.this.runner.withPropertyValues("inferencekey.workloads.local.url=http://localhost:1/v1")
				.run((context) -> assertThat(output.getOut().lines().filter((line) -> line.contains("Workload \"")))
					.satisfiesExactly(
							(line) -> assertThat(line).contains("INFO")
								.contains("\"support-bot\"")
								.contains(StartTests.this.server.baseUrl() + "/endpoint/acme/support-bot")
								.contains("ik_live_a1b2c3d4…")
								.doesNotContain("5ec2e7"),
							(line) -> assertThat(line).contains("\"local\"")
								.contains("http://localhost:1/v1")
								.contains("no key")));
		}

		@Test
		void startWhenTheApplicationHasAClientOfItsOwnThenItsWorkloadsAreLogged(CapturedOutput output) {
			StartTests.this.runner
				.withBean(DataClient.class,
						() -> DataClient.builder()
							.project("own")
							.workload("support-bot", (settings) -> settings.apiKey(ApiKey.of(WireServer.KEY)))
							.build())
				.run((context) -> assertThat(output).contains("/endpoint/own/support-bot"));
		}

		@Test
		void startWhenAVariableBelongsToNoWorkloadThenALineWarnsOfIt(CapturedOutput output) {
			StartTests.this.runner
				.withInitializer((context) -> context.getEnvironment()
					.getPropertySources()
					.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
							new SystemEnvironmentPropertySource(
									StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
									Map.of("INFERENCEKEY_WORKLOADS_SUPORT_BOT_API_KEY", WireServer.KEY,
											"INFERENCEKEY_WORKLOADS_SUPPORT_BOT_TIMEOUT_FIRST_CHUNK", "5s",
											"INFERENCEKEY_WORKLOADS_SUPPORT_BOT_DEFAULTS_STOP_0", "END"))))
				.run((context) -> assertThat(output.getAll().lines().filter((line) -> line.contains("WARN")))
					.singleElement()
					.asString()
					.contains("INFERENCEKEY_WORKLOADS_SUPORT_BOT_API_KEY")
					.contains("Did you mean workload \"support-bot\"")
					.doesNotContain("5ec2e7"));
		}

	}

	@Nested
	class Probe {

		@BeforeEach
		void withoutRetries() {
			assertThat(StartTests.this.server.requests()).isEmpty();
		}

		private ApplicationContextRunner withProbe(String mode) {
			return StartTests.this.runner.withPropertyValues("inferencekey.startup-probe=" + mode);
		}

		@ParameterizedTest
		@CsvSource({ "off", "false", "''" })
		void startWhenTheProbeIsOffThenNothingIsSent(String mode) {
			withProbe(mode).run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(StartTests.this.server.requests()).isEmpty();
			});
		}

		@ParameterizedTest
		@CsvSource({ "200, ''", "404, ''", "405, ''", "429, ''", "501, ''", "403, scope_insufficient",
				"503, workload_starting" })
		void startWhenTheWorkloadCanBeReachedThenItSucceeds(int status, String code, CapturedOutput output) {
			StartTests.this.server.thenJson(status, "{\"error\":{\"code\":\"" + code + "\",\"message\":\"m\"}}",
					"Retry-After: 1");
			withProbe("fail").run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(StartTests.this.server.requests().get(0).line())
					.startsWith("GET /endpoint/acme/support-bot/v1/models ");
				assertThat(output).doesNotContain("WARN");
			});
		}

		@ParameterizedTest
		@CsvSource({ "401, ''", "403, project_scope_mismatch", "403, wrong_credential_type", "404, workload_not_found",
				"500, ''" })
		void startWhenTheWorkloadRefusesThenItFailsOrWarns(int status, String code, CapturedOutput output) {
			String body = "{\"error\":{\"code\":\"" + code + "\",\"message\":\"m\"}}";
			StartTests.this.server.thenJson(status, body).thenJson(status, body);
			withProbe("warn").run((context) -> assertThat(context).hasNotFailed());
			assertThat(output).contains("WARN").contains("startup probe failed").contains("support-bot");
			withProbe("fail")
				.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining("support-bot"));
		}

		@Test
		void startWhenThereIsNoServerThenItFails() {
			StartTests.this.server.close();
			withProbe("fail").run((context) -> assertThat(context).hasFailed());
		}

	}

}
