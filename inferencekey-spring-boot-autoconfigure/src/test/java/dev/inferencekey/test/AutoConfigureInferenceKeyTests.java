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
