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

package dev.inferencekey.test;

import dev.inferencekey.Endpoint;
import dev.inferencekey.autoconfigure.InferenceKeyConnectionDetails;
import dev.inferencekey.credential.ApiKey;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A whole application with a web server and health, over a scripted platform.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "inferencekey.workloads.support-bot.api-key=", "management.endpoint.health.show-details=always",
				"spring.main.web-application-type=servlet" })
@AutoConfigureInferenceKey
class AutoConfigureInferenceKeyTests {

	@Autowired
	private Endpoint supportBot;

	@Autowired
	private ScriptedPlatform platform;

	@LocalServerPort
	private int port;

	@Test
	void callWhenTheApplicationHasConnectionDetailsThenTheScriptWins() {
		this.platform.workload("support-bot").replies("Hola");
		assertThat(this.supportBot.generateText("Hello").text()).isEqualTo("Hola");
	}

	@Test
	void healthWhenThereIsNoTrafficThenTheProbeIsNoPartOfTheScript() {
		String health = WebClient.create("http://localhost:" + this.port)
			.get()
			.uri("/actuator/health")
			.retrieve()
			.bodyToMono(String.class)
			.block();
		assertThat(health).contains("\"inferencekey\":{\"components\":{\"support-bot\"").doesNotContain("DOWN");
		assertThat(this.platform.workload("support-bot")).receivedNothing();
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		InferenceKeyConnectionDetails production() {
			return new InferenceKeyConnectionDetails() {

				@Override
				public String getBaseUrl() {
					return "https://platform.invalid";
				}

				@Override
				public String getProject() {
					return "acme";
				}

				@Override
				public ApiKey getApiKey(String workload) {
					throw new IllegalStateException("nobody asks for the key of production");
				}

			};
		}

	}

}
