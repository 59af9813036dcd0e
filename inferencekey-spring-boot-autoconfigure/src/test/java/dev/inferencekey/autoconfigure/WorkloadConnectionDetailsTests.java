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
import dev.inferencekey.test.ScriptedPlatform;
import dev.inferencekey.credential.ApiKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Workloads in containers beside those that the properties describe.
 */
class WorkloadConnectionDetailsTests {

	private final ScriptedPlatform engine = ScriptedPlatform.start();

	private final ScriptedPlatform platform = ScriptedPlatform.start();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(InferenceKeyAutoConfiguration.class, WebClientsAutoConfiguration.class,
				WebClientAutoConfiguration.class))
		.withPropertyValues("inferencekey.project=acme", "inferencekey.base-url=" + this.platform.baseUrl(),
				"inferencekey.api-key=ik_live_a1b2c3d4_default",
				"inferencekey.workloads.drafts.url=http://localhost:1/v1",
				"inferencekey.workloads.drafts.api-key=a-key-of-the-configuration",
				"inferencekey.workloads.support-bot.slug=support-bot");

	@AfterEach
	void close() {
		this.engine.close();
		this.platform.close();
	}

	@Test
	void callWhenAWorkloadIsElsewhereThenGoesThereWithoutAnyConfiguredKey() {
		this.engine.workload("drafts").replies("from the engine");
		this.platform.workload("support-bot").replies("from the platform");
		this.runner.withBean(WorkloadConnectionDetails.class, () -> details("drafts", null)).run((context) -> {
			DataClient client = context.getBean(DataClient.class);
			assertThat(client.endpoint("drafts").generateText("Hola").text()).isEqualTo("from the engine");
			assertThat(client.endpoint("support-bot").generateText("Hola").text()).isEqualTo("from the platform");
			assertThat(this.engine.requests().get(0).header("authorization")).isNull();
			assertThat(this.platform.workload("support-bot")).lastRequest()
				.hasHeader("authorization", "Bearer ik_live_a1b2c3d4_default");
		});
	}

	@Test
	void callWhenSeveralSayWhereThenEachForItsWorkload() {
		this.engine.workload("drafts").replies("one");
		this.engine.workload("support-bot").replies("two");
		this.runner.withBean("one", WorkloadConnectionDetails.class, () -> details("drafts", ApiKey.of("its-own")))
			.withBean("two", WorkloadConnectionDetails.class, () -> details("support-bot", null))
			.run((context) -> {
				DataClient client = context.getBean(DataClient.class);
				assertThat(client.endpoint("drafts").generateText("Hola").text()).isEqualTo("one");
				assertThat(client.endpoint("support-bot").generateText("Hola").text()).isEqualTo("two");
				assertThat(this.engine.workload("drafts")).lastRequest().hasHeader("authorization", "Bearer its-own");
			});
	}

	private WorkloadConnectionDetails details(String known, @Nullable ApiKey key) {
		return new WorkloadConnectionDetails() {

			@Override
			public @Nullable String getUrl(String workload) {
				return workload.equals(known) ? WorkloadConnectionDetailsTests.this.engine.url(workload) : null;
			}

			@Override
			public @Nullable ApiKey getApiKey(String workload) {
				return key;
			}

		};
	}

}
