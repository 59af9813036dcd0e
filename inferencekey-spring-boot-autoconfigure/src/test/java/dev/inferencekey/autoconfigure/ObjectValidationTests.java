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

import java.util.List;

import dev.inferencekey.Endpoint;
import dev.inferencekey.wire.Answers;
import dev.inferencekey.wire.WireServer;
import jakarta.validation.constraints.Positive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bean Validation of objects that a model generates.
 */
class ObjectValidationTests {

	private static final String NOBODY = "{\\\"people\\\":0}";

	private static final String TEN = "{\\\"people\\\":10}";

	private final WireServer server = new WireServer();

	@AfterEach
	void close() {
		this.server.close();
	}

	private ApplicationContextRunner runner() {
		return new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(WebClientsAutoConfiguration.class, ReactiveHttpClientAutoConfiguration.class,
							WebClientAutoConfiguration.class, InferenceKeyAutoConfiguration.class))
			.withPropertyValues("inferencekey.project=acme", "inferencekey.base-url=" + this.server.baseUrl(),
					"inferencekey.workloads.bot.api-key=" + WireServer.KEY);
	}

	@Test
	void generateObjectWhenConstraintIsViolatedThenTheModelIsTold() {
		this.server.thenJson(200, Answers.text(NOBODY)).thenJson(200, Answers.text(TEN));
		runner().withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class)).run((context) -> {
			City city = context.getBean(Endpoint.class).generateObject(City.class, "Which city?").object();
			assertThat(city.people()).isEqualTo(10);
			assertThat(this.server.requests().get(1).body()).contains("people must be greater than 0");
		});
	}

	@Test
	void generateObjectWhenElementViolatesAConstraintThenTheModelIsTold() {
		this.server.thenJson(200, Answers.text("{\\\"value\\\":[" + NOBODY + "]}"))
			.thenJson(200, Answers.text("{\\\"value\\\":[" + TEN + "]}"));
		runner().withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class)).run((context) -> {
			List<City> cities = context.getBean(Endpoint.class)
				.generateObject(new ParameterizedTypeReference<List<City>>() {
				}, "Which cities?")
				.object();
			assertThat(cities).containsExactly(new City(10));
		});
	}

	@Test
	void generateObjectWhenThereIsNoValidatorThenNotValidated() {
		this.server.thenJson(200, Answers.text(NOBODY));
		runner().run((context) -> assertThat(
				context.getBean(Endpoint.class).generateObject(City.class, "Which city?").object().people())
			.isZero());
	}

	@Test
	void generateObjectWhenBeanValidationIsMissingThenNotValidated() {
		this.server.thenJson(200, Answers.text(NOBODY));
		runner().withClassLoader(new FilteredClassLoader("jakarta.validation"))
			.run((context) -> assertThat(
					context.getBean(Endpoint.class).generateObject(City.class, "Which city?").object().people())
				.isZero());
	}

	record City(@Positive int people) {
	}

}
