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

import dev.inferencekey.error.InferenceKeyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.WorkloadSettings;
import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.wire.Answers;
import dev.inferencekey.wire.Embedder;
import dev.inferencekey.wire.WireServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * That every setting reaches the wire, and which one wins.
 */
class SettingsTests {

	private static final String OTHER_KEY = "ik_live_99999999_" + "f".repeat(64);

	private final WireServer server = new WireServer().thenJson(200, Answers.OK);

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(InferenceKeyAutoConfiguration.class, WebClientsAutoConfiguration.class,
				WebClientAutoConfiguration.class, ReactiveHttpClientAutoConfiguration.class,
				HttpClientAutoConfiguration.class))
		.withPropertyValues("inferencekey.base-url=" + this.server.baseUrl() + "/", "inferencekey.project=acme",
				"inferencekey.api-key=" + WireServer.KEY);

	@AfterEach
	void close() {
		this.server.close();
	}

	private WireServer.Request sent() {
		return this.server.requests().get(this.server.requests().size() - 1);
	}

	private static void call(ApplicationContext context) {
		assertThat(context.getBean(Endpoint.class).generateText("Hola").text()).isEqualTo("ok");
	}

	@Test
	void settingsWhenGlobalThenUsedByAWorkloadWithoutItsOwn() {
		this.runner.withPropertyValues("inferencekey.workloads.bot.model=m", "inferencekey.defaults.temperature=0.5")
			.run((context) -> {
				call(context);
				assertThat(sent().line()).startsWith("POST /endpoint/acme/bot/v1/chat/completions ");
				assertThat(sent().headers()).containsEntry("authorization", "Bearer " + WireServer.KEY);
				assertThat(sent().body()).contains("\"model\":\"m\"").contains("\"temperature\":0.5");
			});
	}

	@Test
	void settingsWhenOfTheWorkloadThenTheyWin() {
		this.runner.withPropertyValues("inferencekey.workloads.bot.api-key=" + OTHER_KEY,
				"inferencekey.workloads.bot.slug=help", "inferencekey.workloads.bot.project=other",
				"inferencekey.defaults.temperature=0.5", "inferencekey.defaults.max-tokens=7",
				"inferencekey.workloads.bot.defaults.temperature=0.1", "inferencekey.workloads.bot.defaults.stop=END")
			.run((context) -> {
				call(context);
				assertThat(sent().line()).startsWith("POST /endpoint/other/help/v1/chat/completions ");
				assertThat(sent().headers()).containsEntry("authorization", "Bearer " + OTHER_KEY);
				assertThat(sent().body()).contains("\"model\":\"help\"")
					.contains("\"temperature\":0.1")
					.contains("\"max_tokens\":7")
					.contains("\"stop\":[\"END\"]");
			});
	}

	@Test
	void encodingFormatWhenSetThenAskedFor() {
		this.server.thenJson(200, "{\"data\":[{\"embedding\":[1]}]}");
		this.runner.withPropertyValues("inferencekey.workloads.bot.embedding.encoding-format=float").run((context) -> {
			context.getBean(Endpoint.class).generateText("Hola");
			context.getBean(Endpoint.class).embed("Hola");
			assertThat(sent().body()).contains("\"encoding_format\":\"float\"");
		});
	}

	@Test
	void batchSizeWhenSetThenTheWorkloadsOwnWins() {
		this.server.then(new Embedder(1));
		this.runner.withPropertyValues("inferencekey.embedding.batch-size=3",
				"inferencekey.embedding.max-concurrent-batches=1", "inferencekey.workloads.bot.embedding.batch-size=2")
			.run((context) -> {
				context.getBean(Endpoint.class).generateText("Hola");
				context.getBean(DataClient.class).endpoint("other").embed("0", "1", "2", "3");
				assertThat(Embedder.texts(sent())).containsExactly(3);
				context.getBean(Endpoint.class).embed("0", "1", "2", "3");
				assertThat(Embedder.texts(sent())).containsExactly(2, 3);
			});
	}

	@Test
	void taskWhenSetThenCustomizersSeeIt() {
		AtomicReference<WorkloadSettings> settings = new AtomicReference<>();
		this.runner.withPropertyValues("inferencekey.workloads.bot.task=audio2text")
			.withBean(EndpointCustomizer.class, () -> (workload, builder) -> settings.set(builder.build()))
			.run((context) -> {
				context.getBean(Endpoint.class);
				assertThat(settings.get().task()).isEqualTo("audio2text");
			});
	}

	@Test
	void settingsWhenFromTheFourEnvironmentVariablesThenUsedAsTheyAre() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(InferenceKeyAutoConfiguration.class,
					WebClientsAutoConfiguration.class, WebClientAutoConfiguration.class))
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
						new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
								Map.of("INFERENCEKEY_BASE_URL", this.server.baseUrl(), "INFERENCEKEY_PROJECT",
										"envproject", "INFERENCEKEY_API_KEY", OTHER_KEY, "INFERENCEKEY_SDK_TOKEN",
										"ik_sdk_00000000_" + "0".repeat(64), "INFERENCEKEY_WORKLOADS_SUPPORT_BOT_MODEL",
										"from-env"))))
			.withPropertyValues("inferencekey.workloads.support-bot.slug=help")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(DataClient.class).workloads()).containsExactly("support-bot");
				call(context);
				assertThat(sent().line()).startsWith("POST /endpoint/envproject/help/");
				assertThat(sent().body()).contains("\"model\":\"from-env\"");
				assertThat(sent().headers()).containsEntry("authorization", "Bearer " + OTHER_KEY);
			});
	}

	@Test
	void keyWhenInAFileThenRead(@TempDir Path folder) throws Exception {
		Path file = Files.writeString(folder.resolve("key"), OTHER_KEY + "\n");
		this.runner.withPropertyValues("inferencekey.workloads.bot.api-key-location=" + file).run((context) -> {
			call(context);
			assertThat(sent().headers()).containsEntry("authorization", "Bearer " + OTHER_KEY);
		});
	}

	@Test
	void keyWhenWorkloadHasAUrlThenTheDefaultKeyIsNotSentThere() {
		this.runner.withPropertyValues("inferencekey.workloads.local.url=" + this.server.baseUrl() + "/v1")
			.run((context) -> {
				call(context);
				assertThat(sent().line()).startsWith("POST /v1/chat/completions ");
				assertThat(sent().headers()).doesNotContainKey("authorization");
			});
	}

	@Test
	void connectionDetailsWhenABeanThenTheyReplaceTheProperties() {
		this.runner.withBean(InferenceKeyConnectionDetails.class, () -> new InferenceKeyConnectionDetails() {

			@Override
			public String getBaseUrl() {
				return SettingsTests.this.server.baseUrl();
			}

			@Override
			public String getProject() {
				return "from-details";
			}

			@Override
			public @Nullable ApiKey getApiKey(String workload) {
				return ApiKey.of("ik_live_12345678_" + workload);
			}

		})
			.withPropertyValues("inferencekey.workloads.bot.api-key=" + OTHER_KEY,
					"inferencekey.workloads.bot.project=ignored", "inferencekey.base-url=http://ignored.invalid")
			.run((context) -> {
				call(context);
				assertThat(sent().line()).startsWith("POST /endpoint/from-details/bot/");
				assertThat(sent().headers()).containsEntry("authorization", "Bearer ik_live_12345678_bot");
				context.getBean(DataClient.class).endpoint("other").generateText("Hola");
				assertThat(sent().headers()).containsEntry("authorization", "Bearer ik_live_12345678_other");
			});
	}

	@Test
	void customizersWhenBeansThenCalledForEachWorkload() {
		AtomicInteger calls = new AtomicInteger();
		this.runner.withBean(EndpointCustomizer.class, () -> (workload, settings) -> {
			calls.incrementAndGet();
			settings.model(workload + "-customized");
		})
			.withBean(WebClientCustomizer.class, () -> (builder) -> builder.defaultHeader("x-custom", "yes"))
			.withPropertyValues("inferencekey.workloads.bot.model=m")
			.run((context) -> {
				call(context);
				assertThat(calls).hasValue(1);
				assertThat(sent().body()).contains("bot-customized");
				assertThat(sent().headers()).containsEntry("x-custom", "yes");
				context.getBean(DataClient.class).endpoint("at-run-time").generateText("Hola");
				assertThat(sent().body()).contains("at-run-time-customized");
			});
	}

	@Test
	void dataClientWhenItIsTheApplicationsAndDoesNotKnowAConfiguredWorkloadThenRefused() {
		this.runner.withBean(DataClient.class, this.server::client)
			.withPropertyValues("inferencekey.workloads.bot.model=m")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("does not know workload \"bot\""));
		this.runner.withPropertyValues("inferencekey.workloads.bot.model=m")
			.run((parent) -> this.runner.withParent(parent)
				.withPropertyValues("inferencekey.workloads.billing.model=m")
				.run((child) -> assertThat(child).getFailure().rootCause().hasMessageContaining("\"billing\"")));
	}

	@Test
	void jsonMapperWhenCustomizedThenItWritesExtraFieldsAndLeavesTheContractAlone() {
		record Schema(String camelCase) {
		}
		this.runner
			.withBean(JsonMapper.class,
					() -> JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE).build())
			.withPropertyValues("inferencekey.workloads.bot.model=m")
			.run((context) -> {
				context.getBean(Endpoint.class)
					.generateText((request) -> request.prompt("a").maxTokens(1).extra("schema", new Schema("x")));
				assertThat(sent().body()).contains("\"schema\":{\"camel-case\":\"x\"}").contains("\"max_tokens\":1");
			});
	}

	@Test
	void thinkTagsWhenOfTheWorkloadThenWinOverThoseOfAll() {
		this.runner
			.withPropertyValues("inferencekey.reasoning.think-tags=true",
					"inferencekey.workloads.bot.reasoning.think-tags=false")
			.run((context) -> {
				String answer = "{\"choices\":[{\"message\":{\"content\":\"<think>a</think>b\"}}]}";
				this.server.thenJson(200, answer).thenJson(200, answer);
				call(context);
				DataClient client = context.getBean(DataClient.class);
				assertThat(client.endpoint("bot").generateText("a").text()).isEqualTo("<think>a</think>b");
				assertThat(client.endpoint("another").generateText("a").text()).isEqualTo("b");
			});
	}

	@Test
	void requestIdHeadersWhenOfTheWorkloadThenReadInTheirOrder() {
		this.runner
			.withPropertyValues("inferencekey.retry.max-attempts=1", "inferencekey.request-id-headers=x-trace",
					"inferencekey.workloads.bot.request-id-headers=X-Missing, X-Gateway-Call")
			.run((context) -> {
				this.server.thenJson(429, "{}", "x-trace: trace-1", "x-gateway-call: call-1", "x-request-id: other");
				call(context);
				DataClient client = context.getBean(DataClient.class);
				assertThat(failure(client, "bot").requestId()).isEqualTo("call-1");
				assertThat(failure(client, "another").requestId()).isEqualTo("trace-1");
			});
	}

	@Test
	void maxServerWaitWhenOfTheWorkloadThenItWins() {
		this.runner
			.withPropertyValues("inferencekey.retry.max-server-wait=5s",
					"inferencekey.workloads.bot.retry.max-server-wait=7s")
			.run((context) -> {
				DataClient client = context.getBean(DataClient.class);
				assertThat(client.monitor("bot").retry().maxServerWait()).hasSeconds(7);
				assertThat(client.monitor("another").retry().maxServerWait()).hasSeconds(5);
			});
	}

	private static InferenceKeyException failure(DataClient client, String workload) {
		return catchThrowableOfType(InferenceKeyException.class, () -> client.endpoint(workload).generateText("Hola"));
	}

}
