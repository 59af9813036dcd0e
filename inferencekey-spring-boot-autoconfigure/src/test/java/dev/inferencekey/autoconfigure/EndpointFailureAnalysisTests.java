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

import java.nio.file.Files;
import java.nio.file.Path;

import dev.inferencekey.Endpoint;
import dev.inferencekey.wire.WireServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application prints when a workload is missing, or does not answer during the
 * start.
 */
@ExtendWith(OutputCaptureExtension.class)
class EndpointFailureAnalysisTests {

	private static final String PROJECT = "inferencekey.project=acme";

	private static final String BOT = "inferencekey.workloads.support-bot.";

	private static final String KEY = BOT + "api-key=" + WireServer.KEY;

	private FailedStart start;

	@BeforeEach
	void start(CapturedOutput output) {
		this.start = new FailedStart(output);
	}

	@Nested
	class Workloads {

		@Test
		void startWhenNamesDifferOnlyInDashesThenBothAreNamed() {
			String analysis = EndpointFailureAnalysisTests.this.start.with(PROJECT, KEY,
					"inferencekey.workloads.supportbot.api-key=" + WireServer.KEY);
			assertThat(analysis).contains("support-bot", "supportbot", "dashes");
		}

		@Test
		void startWhenANameIsNotValidThenAValidOneIsSuggested() {
			String analysis = EndpointFailureAnalysisTests.this.start.with(PROJECT,
					"inferencekey.workloads.supportBot.api-key=" + WireServer.KEY);
			assertThat(analysis).contains("supportBot", "inferencekey.workloads", "such as support-bot");
		}

		@Test
		void startWhenWorkloadsAreAListThenItSaysThatTheyAreAMap(@TempDir Path folder) throws Exception {
			Path file = Files.writeString(folder.resolve("application.yml"), """
					inferencekey:
					  project: acme
					  workloads:
					    - name: support-bot
					      api-key: %s
					""".formatted(WireServer.KEY));
			String analysis = EndpointFailureAnalysisTests.this.start.with("spring.config.location=" + file.toUri());
			assertThat(analysis).contains("inferencekey.workloads").contains("map").contains("list");
		}

		@Test
		void startWhenAVariableMakesATwinThenBothAreNamed() {
			String analysis = EndpointFailureAnalysisTests.this.start
				.withVariable("INFERENCEKEY_WORKLOADS_SUPPORTBOT_APIKEY", WireServer.KEY)
				.with(PROJECT, KEY);
			assertThat(analysis).contains("support-bot", "supportbot", "INFERENCEKEY_WORKLOADS_SUPPORT_BOT_API_KEY");
		}

		@Test
		void startWhenAVariableIsMisspeltBeforeTheWorkloadThenItIsNamed() {
			String analysis = EndpointFailureAnalysisTests.this.start.of(FailedStart.NeedsBilling.class)
				.withVariable("INFERENCEKEY_WORKLOAD_BILLING_API_KEY", WireServer.KEY)
				.with(PROJECT);
			assertThat(analysis).contains("INFERENCEKEY_WORKLOAD_BILLING_API_KEY")
				.contains("Did you mean INFERENCEKEY_WORKLOADS_BILLING_API_KEY?");
		}

		@Test
		void startWhenAWorkloadIsAListThenItsPropertyIsSuggestedWithout() {
			String analysis = EndpointFailureAnalysisTests.this.start.with(PROJECT,
					"inferencekey.workloads.billing[0].api-key=" + WireServer.KEY);
			assertThat(analysis).contains("Did you mean inferencekey.workloads.billing.api-key?");
		}

		@ParameterizedTest
		@ValueSource(classes = { FailedStart.Application.class, FailedStart.NeedsBilling.class })
		void startWhenThereIsNothingButAVariableThenItIsNamed(Class<?> application) {
			String analysis = EndpointFailureAnalysisTests.this.start.of(application)
				.withVariable("INFERENCEKEY_WORKLOADS_SUPPORT_BOT_API_KEY", WireServer.KEY)
				.with(PROJECT);
			assertThat(analysis).contains("INFERENCEKEY_WORKLOADS_SUPPORT_BOT_API_KEY")
				.contains("inferencekey.workloads.support-bot");
		}

	}

	@Nested
	class MissingEndpoints {

		@Configuration(proxyBeanMethods = false)
		@EnableAutoConfiguration
		static class MisspeltQualifier {

			@Bean
			String needy(@Qualifier("suport-bot") Endpoint bot) {
				return bot.workload();
			}

		}

		@Configuration(proxyBeanMethods = false)
		@EnableAutoConfiguration
		static class MisspeltParameter {

			@Bean
			String needy(Endpoint suportBot) {
				return suportBot.workload();
			}

		}

		@Test
		void startWhenTheWorkloadIsNotConfiguredThenTheConfiguredOnesAreNamed() {
			String analysis = EndpointFailureAnalysisTests.this.start.of(FailedStart.NeedsBilling.class)
				.with(PROJECT, KEY);
			assertThat(analysis).contains("Configured workloads: support-bot")
				.contains("inferencekey.workloads.billing")
				.doesNotContain("Did you mean");
		}

		@Test
		void startWhenAQualifierIsMisspeltThenTheWorkloadIsSuggested() {
			String analysis = EndpointFailureAnalysisTests.this.start.of(MisspeltQualifier.class).with(PROJECT, KEY);
			assertThat(analysis).contains("Did you mean @Qualifier(\"support-bot\")?");
		}

		@Test
		void startWhenAParameterIsMisspeltThenItsNameIsSuggested() {
			String analysis = EndpointFailureAnalysisTests.this.start.of(MisspeltParameter.class)
				.with(PROJECT, KEY, "inferencekey.workloads.billing.api-key=" + WireServer.KEY);
			assertThat(analysis).contains("Configured workloads:")
				.contains("Did you mean")
				.contains("the parameter name supportBot?");
		}

	}

	@Nested
	class CallsDuringStart {

		private final WireServer server = new WireServer();

		@AfterEach
		void close() {
			this.server.close();
		}

		@Configuration(proxyBeanMethods = false)
		@EnableAutoConfiguration
		static class CallsAtStart {

			@Bean
			String answer(Endpoint supportBot) {
				return supportBot.generateText("Hola").text();
			}

		}

		@ParameterizedTest
		@CsvSource({ "401, '', api-key", "404, '', inferencekey.workloads.support-bot.slug",
				"403, project_scope_mismatch, inferencekey.project", "403, wrong_credential_type, ik_live_",
				"403, scope_insufficient, scope of the key", "403, other, Check on the platform",
				"500, '', Start the application again" })
		void startWhenACallIsRefusedThenTheAnalysisNamesTheFix(int status, String code, String says) {
			this.server.thenJson(status,
					"{\"error\":{\"code\":\"" + code + "\",\"message\":\"Never\\nheard of it.\"}}");
			String analysis = EndpointFailureAnalysisTests.this.start.of(CallsAtStart.class)
				.with(PROJECT, KEY, "inferencekey.base-url=" + this.server.baseUrl(),
						"inferencekey.retry.max-attempts=1");
			assertThat(analysis).contains("bean 'answer'").contains("support-bot").contains(says);
		}

		@Test
		void startWhenTheStartupProbeFailsThenTheAnalysisNamesTheFix() {
			this.server.thenJson(403, "{\"error\":{\"code\":\"project_scope_mismatch\",\"message\":\"m\"}}");
			String analysis = EndpointFailureAnalysisTests.this.start.with(PROJECT, KEY,
					"inferencekey.base-url=" + this.server.baseUrl(), "inferencekey.startup-probe=fail");
			assertThat(analysis).contains("The startup probe failed")
				.contains("Set inferencekey.project")
				.contains("inferencekey.startup-probe=warn");
		}

		@ParameterizedTest
		@ValueSource(strings = { BOT + "url", BOT + "base-url", "inferencekey.base-url" })
		void startWhenTheServerIsNotThereThenThePropertyOfItsAddressIsNamed(String property) {
			this.server.close();
			String analysis = EndpointFailureAnalysisTests.this.start.of(CallsAtStart.class)
				.with(PROJECT, KEY, property + "=" + this.server.baseUrl(), "inferencekey.retry.max-attempts=1");
			assertThat(analysis).contains("network error").contains("Check " + property + ",");
		}

		@Test
		void startWhenTheServerIsNotThereThenAVariableForItsAddressCountsAsTheProperty() {
			this.server.close();
			String analysis = EndpointFailureAnalysisTests.this.start.of(CallsAtStart.class)
				.withVariable("INFERENCEKEY_WORKLOADS_SUPPORT_BOT_URL", this.server.baseUrl())
				.with(KEY, "inferencekey.retry.max-attempts=1");
			assertThat(analysis).contains("Check " + BOT + "url,");
		}

	}

}
