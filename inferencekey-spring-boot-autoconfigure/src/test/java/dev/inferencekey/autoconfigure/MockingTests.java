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
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One of several workloads replaced in a test of an application.
 */
@SpringBootTest(properties = { "inferencekey.project=acme", "inferencekey.api-key=ik_live_a1b2c3d4_0",
		"inferencekey.workloads.support-bot.model=m", "inferencekey.workloads.billing.model=m" })
class MockingTests {

	@MockitoBean
	@Qualifier("billing")
	private Endpoint billing;

	@Autowired
	private Application.Service service;

	@Autowired
	private Application.Bills bills;

	@Test
	void endpointWhenMockedByQualifierThenOnlyThatOne() {
		assertThat(Mockito.mockingDetails(this.service.billing()).isMock()).isTrue();
		assertThat(this.service.billing()).isSameAs(this.billing);
		assertThat(this.service.supportBot().workload()).isEqualTo("support-bot");
	}

	@Test
	void endpointWhenMockedByQualifierThenAlsoWhereAParameterIsNamedForIt() {
		assertThat(this.bills.billing()).isSameAs(this.billing);
	}

	@SpringBootConfiguration
	@ImportAutoConfiguration({ InferenceKeyAutoConfiguration.class, WebClientsAutoConfiguration.class })
	static class Application {

		record Service(Endpoint supportBot, Endpoint billing) {
		}

		@Bean
		Service service(Endpoint supportBot, @Qualifier("billing") Endpoint billing) {
			return new Service(supportBot, billing);
		}

		@Bean
		Bills bills(Endpoint billing) {
			return new Bills(billing);
		}

		record Bills(Endpoint billing) {
		}

	}

}
