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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.inferencekey.DataClient;
import dev.inferencekey.wire.WireServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * That a blank value counts as absent, whatever its type.
 */
class BlankValueTests {

	static final List<String> PROPERTIES = KnownProperties.OF_WORKLOAD.values().stream().toList();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(InferenceKeyAutoConfiguration.class, WebClientsAutoConfiguration.class,
				WebClientAutoConfiguration.class))
		.withPropertyValues("inferencekey.project=acme", "inferencekey.workloads.bot.slug=bot",
				"inferencekey.workloads.bot.api-key=" + WireServer.KEY);

	@ParameterizedTest
	@FieldSource("PROPERTIES")
	void propertyWhenBlankThenAbsent(String property) {
		String name = "inferencekey.workloads.other." + property;
		for (String blank : new String[] { "", "  ", "${NOT_SET_ANYWHERE:}", "${NOT_SET_ANYWHERE: }" }) {
			this.runner
				.withPropertyValues("inferencekey.api-key=" + WireServer.KEY, "inferencekey.workloads.other.slug=other",
						name + "=" + blank)
				.run((context) -> assertThat(context).as(name + "='" + blank + "'").hasNotFailed());
		}
	}

	@Test
	void commonPropertyWhenBlankThenAbsent() {
		String[] blank = KnownProperties.OF_ALL.values()
			.stream()
			.filter((property) -> !property.equals("project"))
			.map((property) -> "inferencekey." + property + "= ")
			.toArray(String[]::new);
		this.runner.withPropertyValues(blank).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(InferenceKeyProperties.class).getTimeout().getTotal()).isNull();
			assertThat(context.getBean(InferenceKeyProperties.class).isAllowInsecureHttp()).isFalse();
		});
	}

	@Test
	void workloadWhenWithoutSettingsThenItHasTheCommonOnes(@TempDir Path folder) throws Exception {
		Path file = Files.writeString(folder.resolve("application.yml"), """
				inferencekey:
				  project: acme
				  api-key: %s
				  timeout:
				  workloads:
				    support-bot:
				    billing: ${NOT_SET_ANYWHERE:}
				""".formatted(WireServer.KEY));
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(InferenceKeyAutoConfiguration.class,
					WebClientsAutoConfiguration.class, WebClientAutoConfiguration.class))
			.withPropertyValues("spring.config.location=" + file.toUri())
			.withInitializer((context) -> ConfigDataEnvironmentPostProcessor.applyTo(context.getEnvironment()))
			.run((context) -> assertThat(context.getBean(DataClient.class).workloads()).containsExactly("support-bot",
					"billing"));
	}

}
