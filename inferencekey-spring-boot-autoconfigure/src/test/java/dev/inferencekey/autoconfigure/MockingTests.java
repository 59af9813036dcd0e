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
