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

package dev.inferencekey.readme;

import dev.inferencekey.autoconfigure.InferenceKeyAutoConfiguration;
import dev.inferencekey.autoconfigure.WebClientsAutoConfiguration;
import dev.inferencekey.autoconfigure.springai.InferenceKeySpringAiAutoConfiguration;
import dev.inferencekey.test.ScriptedPlatform;
import dev.inferencekey.wire.WireServer;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs the example of the guide's page on Spring AI.
 */
class AssistantTests {

	@Test
	void answerWhenThereAreTwoChatWorkloadsThenTheNamedOneAnswers() {
		try (ScriptedPlatform platform = ScriptedPlatform.start()) {
			platform.workload("support-bot").replies("Open your orders.");
			new ApplicationContextRunner()
				.withConfiguration(
						AutoConfigurations.of(InferenceKeyAutoConfiguration.class, WebClientsAutoConfiguration.class,
								WebClientAutoConfiguration.class, InferenceKeySpringAiAutoConfiguration.class))
				.withUserConfiguration(Assistant.class)
				.withPropertyValues("inferencekey.base-url=" + platform.baseUrl(), "inferencekey.project=acme",
						"inferencekey.api-key=" + WireServer.KEY, "inferencekey.workloads.support-bot.model=m",
						"inferencekey.workloads.drafts.model=m")
				.run((context) -> assertThat(context.getBean(Assistant.class).answer("How do I cancel?"))
					.isEqualTo("Open your orders."));
		}
	}

}
