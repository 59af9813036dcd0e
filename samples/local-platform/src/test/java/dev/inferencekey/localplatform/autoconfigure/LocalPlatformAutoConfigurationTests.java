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

package dev.inferencekey.localplatform.autoconfigure;

import dev.inferencekey.autoconfigure.InferenceKeyConnectionDetails;
import dev.inferencekey.error.ConfigurationException;
import dev.inferencekey.localplatform.LocalPlatform;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;

class LocalPlatformAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LocalPlatformAutoConfiguration.class));

	@Test
	void contextWhenNothingIsConfiguredThenConnectsToAPlatformOfItsOwn() {
		this.runner.run((context) -> {
			LocalPlatform platform = context.getBean(LocalPlatform.class);
			InferenceKeyConnectionDetails details = context.getBean(InferenceKeyConnectionDetails.class);
			assertThat(details.getBaseUrl()).isEqualTo(platform.baseUrl());
			assertThat(details.getProject()).isEqualTo("acme");
			assertThat(details.getApiKey("support-bot")).isEqualTo(platform.apiKey("support-bot"));
			assertThat(details.getApiKey("unknown")).isNotNull();
			assertThat(details.getUrl("support-bot")).isNull();
			assertThat(details.toString()).doesNotContain(platform.apiKey("support-bot").reveal());
		});
	}

	@Test
	void contextWhenBaseUrlIsConfiguredThenBacksOff() {
		this.runner.withPropertyValues("inferencekey.base-url=https://api.inferencekey.com")
			.run((context) -> assertThat(context).doesNotHaveBean(LocalPlatform.class)
				.doesNotHaveBean(InferenceKeyConnectionDetails.class));
	}

	@Test
	void platformWhenBaseUrlIsSetOnlyAfterProcessingAheadOfTimeThenSaysSo() {
		MockEnvironment environment = new MockEnvironment().withProperty("inferencekey.base-url",
				"https://api.inferencekey.com");
		assertThatExceptionOfType(ConfigurationException.class)
			.isThrownBy(() -> new LocalPlatformAutoConfiguration().localPlatform(environment))
			.withMessageContaining("processed ahead of time without inferencekey.base-url");
	}

	@Test
	void contextWhenBaseUrlIsBlankThenStillConnects() {
		this.runner.withPropertyValues("inferencekey.base-url= ")
			.run((context) -> assertThat(context).hasSingleBean(LocalPlatform.class));
	}

	@Test
	void contextWhenUserHasConnectionDetailsThenBacksOff() {
		this.runner.withUserConfiguration(OwnConnectionDetails.class)
			.run((context) -> assertThat(context).doesNotHaveBean(LocalPlatform.class)
				.hasSingleBean(InferenceKeyConnectionDetails.class));
	}

	@Test
	void contextWhenUserHasPlatformThenConnectsToThatOne() {
		this.runner.withUserConfiguration(OwnPlatform.class).run((context) -> {
			assertThat(context).hasSingleBean(LocalPlatform.class);
			assertThat(context.getBean(InferenceKeyConnectionDetails.class).getProject()).isEqualTo("mine");
		});
	}

	@Test
	void importsWhenReadThenHoldTheAutoConfiguration() {
		assertThat(ImportCandidates.load(AutoConfiguration.class, null))
			.contains(LocalPlatformAutoConfiguration.class.getName());
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnConnectionDetails {

		@Bean
		InferenceKeyConnectionDetails connectionDetails() {
			return mock(InferenceKeyConnectionDetails.class);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnPlatform {

		@Bean
		LocalPlatform platform() {
			return LocalPlatform.builder().project("mine").start();
		}

	}

}
