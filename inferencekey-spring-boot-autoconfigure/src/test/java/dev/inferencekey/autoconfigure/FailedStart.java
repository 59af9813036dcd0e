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

import java.util.Arrays;
import java.util.Map;

import dev.inferencekey.Endpoint;
import dev.inferencekey.wire.WireServer;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * An application that does not start, and what its console says about it.
 */
final class FailedStart {

	private static final int MAX_LINES = 6;

	private final CapturedOutput output;

	private Class<?> source = Application.class;

	private Map<String, Object> variables = Map.of();

	FailedStart(CapturedOutput output) {
		this.output = output;
	}

	FailedStart of(Class<?> source) {
		this.source = source;
		return this;
	}

	FailedStart withVariable(String name, String value) {
		this.variables = Map.of(name, value);
		return this;
	}

	/**
	 * Start with properties.
	 * @param properties each as {@code name=value}
	 * @return the description and the action, without blank lines
	 */
	String with(String... properties) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, this.variables));
		String[] arguments = Arrays.stream(properties).map((property) -> "--" + property).toArray(String[]::new);
		assertThatException().isThrownBy(() -> new SpringApplicationBuilder(this.source).web(WebApplicationType.NONE)
			.environment(environment)
			.run(arguments));
		return analysis();
	}

	private String analysis() {
		String console = this.output.getAll();
		assertThat(console).contains("APPLICATION FAILED TO START")
			.contains("Action:")
			.doesNotContain(WireServer.SECRET)
			.doesNotContain(WireServer.SECRET.substring(0, 12));
		String report = console.substring(console.indexOf("Description:") + "Description:".length());
		assertThat(report).doesNotContain("\tat ");
		String analysis = String.join("\n",
				report.lines().filter((line) -> !line.isBlank() && !line.equals("Action:")).toList());
		assertThat(analysis.lines().count()).as(analysis).isLessThanOrEqualTo(MAX_LINES);
		return analysis;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class NeedsBilling {

		@Bean
		String needy(@Qualifier("billing") Endpoint billing) {
			return billing.workload();
		}

	}

}
