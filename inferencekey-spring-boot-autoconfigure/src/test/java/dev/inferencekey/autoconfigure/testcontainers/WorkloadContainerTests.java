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
