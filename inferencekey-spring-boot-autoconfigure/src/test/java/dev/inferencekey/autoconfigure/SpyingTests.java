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

import dev.inferencekey.Endpoint;
import dev.inferencekey.ReactiveEndpoint;
import dev.inferencekey.test.AutoConfigureInferenceKey;
import dev.inferencekey.test.ScriptedPlatform;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One of several workloads watched in a test of an application.
 */
@SpringBootTest(properties = { "inferencekey.workloads.support-bot.model=m", "inferencekey.workloads.billing.model=m" })
@AutoConfigureInferenceKey
class SpyingTests {

	@MockitoSpyBean
	@Qualifier("support-bot")
	private Endpoint watched;

	@MockitoSpyBean
	@Qualifier("billing")
	private ReactiveEndpoint reactive;

	@Autowired
	private Application.Service service;

	@Autowired
	private ScriptedPlatform platform;

	@Test
	void endpointWhenSpiedByQualifierThenCallsAreSeenAndAnsweredByThePlatform() {
		this.platform.workload("support-bot").replies("Hola");
		assertThat(this.service.supportBot().generateText("Hello").text()).isEqualTo("Hola");
		Mockito.verify(this.watched).generateText("Hello");
		assertThat(this.service.supportBot()).isSameAs(this.watched);
	}

	@Test
	void endpointWhenSpiedByQualifierThenOnlyThatOne() {
		assertThat(Mockito.mockingDetails(this.service.billing()).isSpy()).isFalse();
		assertThat(Mockito.mockingDetails(this.service.reactive()).isSpy()).isTrue();
	}

	@SpringBootConfiguration
	@ImportAutoConfiguration({ InferenceKeyAutoConfiguration.class, WebClientsAutoConfiguration.class })
	static class Application {

		@Bean
		Service service(Endpoint supportBot, @Qualifier("billing") Endpoint billing,
				@Qualifier("billing") ReactiveEndpoint reactive) {
			return new Service(supportBot, billing, reactive);
		}

		record Service(Endpoint supportBot, Endpoint billing, ReactiveEndpoint reactive) {
		}

	}

}
