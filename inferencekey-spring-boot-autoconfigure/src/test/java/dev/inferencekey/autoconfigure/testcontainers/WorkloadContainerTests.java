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

package dev.inferencekey.autoconfigure.testcontainers;

import dev.inferencekey.DataClient;
import dev.inferencekey.autoconfigure.WorkloadConnectionDetails;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.testcontainers.context.ImportTestcontainers;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.context.annotation.Bean;
import org.springframework.test.annotation.DirtiesContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Engines in fields of a test, in beans, and in fields that are imported as beans, all in
 * one application.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE,
		properties = { "inferencekey.workloads.in-field.model=m", "inferencekey.workloads.in-other-field.model=m",
				"inferencekey.workloads.in-bean.model=m", "inferencekey.workloads.in-other-bean.model=m",
				"inferencekey.workloads.in-import.model=m", "inferencekey.workloads.elsewhere.model=m" })
@DirtiesContext
class WorkloadContainerTests {

	@ServiceConnection(name = "in-field")
	private static final EngineContainer field = new EngineContainer("field");

	@ServiceConnection(name = "in-other-field")
	private static final EngineContainer otherField = new EngineContainer("other field");

	private static final EngineContainer elsewhere = new EngineContainer("elsewhere");

	@Autowired
	private DataClient client;

	@AfterAll
	static void stop() {
		field.stop();
		otherField.stop();
		elsewhere.stop();
	}

	@Test
	void callWhenContainersAreFieldsAndBeansThenEachServesItsWorkload() {
		assertThat(answer("in-field")).isEqualTo("field");
		assertThat(answer("in-other-field")).isEqualTo("other field");
		assertThat(answer("in-bean")).isEqualTo("bean");
		assertThat(answer("in-other-bean")).isEqualTo("other bean");
		assertThat(answer("in-import")).isEqualTo("import");
	}

	@Test
	void callWhenTheApplicationSaysWhereAWorkloadIsTooThenBothHold() {
		assertThat(answer("elsewhere")).isEqualTo("elsewhere");
	}

	private String answer(String workload) {
		return this.client.endpoint(workload).generateText("Hola").text();
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@ImportTestcontainers(Imported.class)
	static class Application {

		@Bean
		@ServiceConnection(name = "in-bean")
		EngineContainer bean() {
			return new EngineContainer("bean");
		}

		@Bean
		@ServiceConnection(name = "in-other-bean")
		EngineContainer otherBean() {
			return new EngineContainer("other bean");
		}

		@Bean
		WorkloadConnectionDetails applicationDetails() {
			return (workload) -> workload.equals("elsewhere")
					? "http://localhost:" + elsewhere.getFirstMappedPort() + "/v1" : null;
		}

	}

	interface Imported {

		@ServiceConnection(name = "in-import")
		EngineContainer engine = new EngineContainer("import");

	}

}
