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
