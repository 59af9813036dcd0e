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
import dev.inferencekey.Endpoint;
import dev.inferencekey.error.ConfigurationException;
import dev.inferencekey.text.ToolCall;
import dev.inferencekey.wire.WireServer;
import io.opentelemetry.context.Context;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetailsFactories;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A whole application on a class path from which jars are really gone, so that classes
 * that mention them cannot be loaded either: what an application has in production.
 */
class MissingJarsTests {

	@ParameterizedTest
	@ValueSource(strings = { "testcontainers,spring-boot-testcontainers", "spring-boot-docker-compose",
			"testcontainers,spring-boot-testcontainers,spring-boot-docker-compose", "jsonschema-", "langchain4j",
			"jakarta.validation,hibernate-validator,spring-boot-validation",
			"spring-boot-test,spring-test,junit-,assertj-,mockito-,testcontainers,spring-boot-testcontainers,"
					+ "spring-boot-docker-compose" })
	void callWhenJarsAreMissingThenTheApplicationAnswers(String missing) throws Exception {
		try (WireServer server = new WireServer().thenJson(200, "{\"choices\":[{\"message\":{\"content\":\"ok\"}}]}")) {
			assertThat(MissingJars.call(Application.class, server.baseUrl(), missing.split(","))).isEqualTo("ok");
		}
	}

	@Test
	void generateObjectWhenGeneratorIsMissingThenNamesTheDependency() throws Exception {
		try (WireServer server = new WireServer()) {
			assertThat(MissingJars.call(Objects.class, server.baseUrl(), "jsonschema-")).asString()
				.startsWith("arguments: 3, ")
				.contains("Add the dependencies com.github.victools:jsonschema-generator");
		}
	}

	static class Objects {

		static String call(String baseUrl) {
			Point point = ToolCall.of("1", "go", "{\"x\":3}").arguments(Point.class);
			try (DataClient client = DataClient.builder()
				.baseUrl(baseUrl)
				.project("acme")
				.apiKey(WireServer.KEY)
				.build()) {
				return "arguments: " + point.x() + ", "
						+ client.endpoint("bot").generateObject(Point.class, "Where?").object();
			}
			catch (ConfigurationException ex) {
				return "arguments: " + point.x() + ", " + ex.getMessage();
			}
		}

		record Point(int x) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		static String call(String baseUrl) {
			// Before a thread of the virtual machine does, with a class loader of its
			// own.
			Context.current();
			// As Spring Boot does for containers, of whatever kind there is.
			new ConnectionDetailsFactories(null);
			String[] arguments = { "--spring.main.web-application-type=none", "--inferencekey.project=acme",
					"--spring.docker.compose.enabled=false", "--inferencekey.base-url=" + baseUrl,
					"--inferencekey.workloads.bot.api-key=" + WireServer.KEY };
			try (ConfigurableApplicationContext context = SpringApplication.run(Application.class, arguments)) {
				return context.getBean(Endpoint.class).generateText("Hola").text();
			}
		}

	}

}
