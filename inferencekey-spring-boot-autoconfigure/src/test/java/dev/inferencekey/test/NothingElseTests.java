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

package dev.inferencekey.test;

import java.util.Set;

import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.autoconfigure.EndpointCustomizer;
import dev.inferencekey.autoconfigure.InferenceKeyAutoConfiguration;
import dev.inferencekey.autoconfigure.InferenceKeyConnectionDetails;
import dev.inferencekey.autoconfigure.WebClientsAutoConfiguration;
import dev.inferencekey.autoconfigure.WorkloadConnectionDetails;
import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.credential.KeySource;
import dev.inferencekey.error.AuthException;
import dev.inferencekey.error.ConfigurationException;
import dev.inferencekey.wire.WireServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.test.context.TestContextManager;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.mockingDetails;

/**
 * Whatever the application says about where its workloads are and what opens them: with a
 * scripted platform, no request goes anywhere else, and none has another key.
 */
class NothingElseTests {

	private final WireServer production = new WireServer().thenJson(200, "{}");

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(ScriptedPlatformAutoConfiguration.class, InferenceKeyAutoConfiguration.class,
						WebClientsAutoConfiguration.class, WebClientAutoConfiguration.class))
		.withPropertyValues("inferencekey.workloads.bot.model=m");

	@AfterEach
	void nothingCame() {
		this.production.close();
		assertThat(this.production.requests()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "inferencekey.base-url", "inferencekey.workloads.bot.base-url",
			"inferencekey.workloads.bot.url" })
	void callWhenAPropertySaysWhereThenScripted(String property) {
		this.runner
			.withPropertyValues(property + "=" + this.production.baseUrl(), "inferencekey.project=shop",
					"inferencekey.workloads.bot.project=shop", "inferencekey.workloads.bot.slug=another-name",
					"inferencekey.workloads.bot.api-key=" + WireServer.KEY)
			.run(NothingElseTests::assertScripted);
	}

	@Test
	void callWhenThereAreKeySourcesThenTheyAreNotAsked() {
		this.runner.withBean(KeySource.class, () -> (workload) -> {
			throw new IllegalStateException("nobody asks for the key of production");
		}).run((context) -> {
			assertScripted(context);
			ScriptedPlatform platform = context.getBean(ScriptedPlatform.class);
			platform.workload("unconfigured").replies("scripted");
			assertThat(context.getBean(DataClient.class).endpoint("unconfigured").generateText("Hola").text())
				.isEqualTo("scripted");
			platform.workload("bot").failsWith(401);
			assertThatExceptionOfType(AuthException.class)
				.isThrownBy(() -> context.getBean(Endpoint.class).generateText("Hola"));
		});
	}

	@Test
	void callWhenACustomizerSaysWhereThenScripted() {
		this.runner
			.withBean(EndpointCustomizer.class,
					() -> (workload, settings) -> settings.baseUrl(this.production.baseUrl())
						.project("shop")
						.url(this.production.baseUrl() + "/v1")
						.keys((name) -> ApiKey.of(WireServer.KEY)))
			.run((context) -> {
				assertScripted(context);
				context.getBean(ScriptedPlatform.class).workload("unconfigured").replies("scripted");
				assertThat(context.getBean(DataClient.class).endpoint("unconfigured").generateText("Hola").text())
					.isEqualTo("scripted");
			});
	}

	@Test
	void callWhenAWorkloadIsElsewhereThenScripted() {
		this.runner.withBean(WorkloadConnectionDetails.class, () -> (workload) -> this.production.baseUrl() + "/v1")
			.run(NothingElseTests::assertScripted);
	}

	@Test
	void startWhenTheApplicationHasAClientOfItsOwnThenSaysWhatToDo() {
		this.runner.withUserConfiguration(OwnClient.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(ConfigurationException.class)
				.hasMessageContaining("\"production\"")
				.hasMessageContaining("profile")
				.hasMessageContaining("@MockitoBean"));
	}

	@Test
	void startWhenTheClientHasTheNameOfTheAutoConfiguredOneThenRefusedToo() {
		this.runner.withBean("inferenceKeyDataClient", DataClient.class, () -> DataClient.builder().build())
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining("scripted platform"));
	}

	@Test
	void startWhenAParentContextHasAClientThenRefusedToo() {
		try (GenericApplicationContext parent = new GenericApplicationContext()) {
			assertRefused(parent);
		}
	}

	@Test
	void startWhenTheApplicationHasPrimaryConnectionDetailsThenScripted() {
		this.runner.withUserConfiguration(PrimaryDetails.class).run(NothingElseTests::assertScripted);
	}

	@ParameterizedTest
	@ValueSource(classes = { MockedDetails.class, MockedPrimaryDetails.class })
	void startWhenTheTestReplacesTheConnectionDetailsThenSaysWhatToDo(Class<?> test) {
		assertThatException().isThrownBy(() -> new TestContextManager(test).getTestContext().getApplicationContext())
			.havingRootCause()
			.isInstanceOf(ConfigurationException.class)
			.withMessageContaining("replaces the connection details");
	}

	@Test
	void startWhenAParentHasAClientAndAPlatformOfItsOwnThenRefusedToo() {
		try (GenericApplicationContext parent = new GenericApplicationContext()) {
			parent.registerBean(ScriptedPlatform.class, ScriptedPlatform::start);
			assertRefused(parent);
		}
	}

	@Test
	void afterATestWhenThePlatformIsTheApplicationsOwnThenItIsLeftAsItIs() throws Exception {
		OwnPlatform test = new OwnPlatform();
		TestContextManager manager = new TestContextManager(OwnPlatform.class);
		manager.prepareTestInstance(test);
		for (int i = 0; i < 2; i++) {
			assertThat(
					manager.getTestContext().getApplicationContext().getBean(Endpoint.class).generateText("a").text())
				.isEqualTo("by default");
			manager.afterTestMethod(test, OwnPlatform.class.getDeclaredMethod("anyTest"), null);
		}
	}

	@Test
	void callWhenParentAndChildAreScriptedThenBothUseTheOnePlatform() {
		this.runner.run((parent) -> this.runner.withParent(parent).run((child) -> {
			assertThat(child.getBean(ScriptedPlatform.class)).isSameAs(parent.getBean(ScriptedPlatform.class));
			assertScripted(child);
			parent.getBean(ScriptedPlatform.class).reset();
			assertScripted(parent);
		}));
	}

	@Test
	void startWhenTheClientIsMockedThenItStarts() throws Exception {
		Mocked test = new Mocked();
		TestContextManager manager = new TestContextManager(Mocked.class);
		manager.prepareTestInstance(test);
		given(test.client.workloads()).willReturn(Set.of("bot"));
		manager.afterTestMethod(test, Mocked.class.getDeclaredMethod("anyTest"), null);
		assertThat(mockingDetails(test.client).isMock()).isTrue();
	}

	private void assertRefused(GenericApplicationContext parent) {
		parent.registerBean("production", DataClient.class, () -> DataClient.builder().build());
		parent.refresh();
		this.runner.withParent(parent)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("of a parent context is not the auto-configured one"));
	}

	private static void assertScripted(ApplicationContext context) {
		ScriptedPlatform platform = context.getBean(ScriptedPlatform.class);
		platform.workload("bot").replies("scripted");
		assertThat(context.getBean(Endpoint.class).generateText("Hola").text()).isEqualTo("scripted");
		assertThat(platform.workload("bot")).lastRequest()
			.hasHeader("authorization", "Bearer ik_live_00000000_" + "0".repeat(64));
	}

	@SpringBootTest(classes = OwnClient.class, webEnvironment = SpringBootTest.WebEnvironment.NONE)
	@AutoConfigureInferenceKey
	static class Mocked {

		@MockitoBean
		private DataClient client;

		void anyTest() {
		}

	}

	@SpringBootTest(classes = { EmptyApplication.class, PrimaryDetails.class },
			webEnvironment = SpringBootTest.WebEnvironment.NONE,
			properties = "inferencekey.workloads.bot.url=https://platform.invalid/v1")
	@AutoConfigureInferenceKey
	static class MockedPrimaryDetails extends MockedDetails {

	}

	@SpringBootTest(classes = EmptyApplication.class, webEnvironment = SpringBootTest.WebEnvironment.NONE,
			properties = "inferencekey.workloads.bot.url=https://platform.invalid/v1")
	@AutoConfigureInferenceKey
	static class MockedDetails {

		@MockitoBean
		private InferenceKeyConnectionDetails details;

	}

	@SpringBootTest(classes = { EmptyApplication.class, OwnPlatform.Platform.class },
			webEnvironment = SpringBootTest.WebEnvironment.NONE, properties = "inferencekey.workloads.bot.model=m")
	@AutoConfigureInferenceKey
	static class OwnPlatform {

		void anyTest() {
		}

		@Configuration(proxyBeanMethods = false)
		static class Platform {

			@Bean
			ScriptedPlatform platform() {
				ScriptedPlatform platform = ScriptedPlatform.start();
				platform.workload("bot").replies("by default");
				return platform;
			}

		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class EmptyApplication {

	}

	@Configuration(proxyBeanMethods = false)
	static class PrimaryDetails {

		@Bean
		@Primary
		InferenceKeyConnectionDetails production() {
			return mock(InferenceKeyConnectionDetails.class, (call) -> {
				throw new IllegalStateException("nobody asks where production is");
			});
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnClient {

		@Bean
		DataClient production() {
			return DataClient.builder().build();
		}

	}

}
