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

package dev.inferencekey.autoconfigure.testcontainers;

import java.util.Objects;

import dev.inferencekey.DataClient;
import dev.inferencekey.autoconfigure.WorkloadConnectionDetails;
import dev.inferencekey.error.ConfigurationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.otlp.OtlpMetricsConnectionDetails;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.testcontainers.context.ImportTestcontainers;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.boot.testcontainers.service.connection.ServiceConnectionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.TestContextManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Containers that no workload is named for.
 */
class MisspeltContainerTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withPropertyValues(
			"inferencekey.workloads.drafts.url=http://localhost:1/v1",
			"inferencekey.workloads.vectors.url=http://localhost:1/v1");

	@AfterAll
	static void stop() {
		Misspelt.engine.stop();
		FieldAndBean.engine.stop();
		Engines.engine.stop();
	}

	@Test
	void startWhenAFieldIsNamedForNoWorkloadThenFieldAndWorkloadsAreNamed() {
		assertThatException()
			.isThrownBy(() -> new TestContextManager(Misspelt.class).getTestContext().getApplicationContext())
			.havingRootCause()
			.isInstanceOf(ConfigurationException.class)
			.withMessageContaining("MisspeltContainerTests.Misspelt.engine")
			.withMessageContaining("Configured workloads: drafts, vectors.")
			.withMessageContaining("@ServiceConnection");
	}

	@Test
	void startWhenABeanIsNamedForNoWorkloadThenBeanAndWorkloadsAreNamed() {
		this.runner.withUserConfiguration(MisspeltBean.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(ConfigurationException.class)
				.hasMessageContaining("'someEngine'")
				.hasMessageContaining("Configured workloads: drafts, vectors."));
	}

	@Test
	void startWhenNoWorkloadIsConfiguredThenRefusedToo() {
		new ApplicationContextRunner().withUserConfiguration(MisspeltBean.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("Configured workloads: none."));
	}

	@Test
	void startWhenSomethingElseTakesTheContainerThenNothingIsWrong() {
		this.runner.withUserConfiguration(CollectorApplication.class)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void startWhenTheContainerIsRestrictedToSomethingElseThenNothingIsWrong() {
		this.runner.withUserConfiguration(Restricted.class).run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void startWhenTheClientIsTheApplicationsOwnThenRefusedToo() {
		new ApplicationContextRunner().withUserConfiguration(MisspeltBean.class)
			.withBean(DataClient.class, () -> DataClient.builder().build())
			.run((context) -> assertThat(context).getFailure().hasMessageContaining("Configured workloads: none."));
	}

	@Test
	void startWhenTheApplicationsOwnClientAsksForTheContainerThenNothingIsWrong() {
		new ApplicationContextRunner().withUserConfiguration(MisspeltBean.class, AskingClient.class)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void startWhenThereIsNoClientAsInASliceThenRefusedToo() {
		this.runner.withUserConfiguration(MisspeltBeanInASlice.class)
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining("'someEngine'")
				.hasMessageContaining("Configured workloads: drafts, vectors."));
	}

	@Test
	void startWhenAContainerServesAWorkloadThatASliceDoesNotCallThenNothingIsWrong() {
		this.runner.withPropertyValues("inferencekey.workloads.draft.model=m")
			.withUserConfiguration(MisspeltBeanInASlice.class)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void startWhenTwoContainersAreNamedForOneWorkloadThenBothAreNamed() {
		this.runner.withPropertyValues("inferencekey.workloads.draft.model=m")
			.withUserConfiguration(MisspeltBean.class, SecondBean.class)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(ConfigurationException.class)
				.hasMessageContaining("workload \"draft\"")
				.hasMessageContaining("'someEngine'")
				.hasMessageContaining("'secondEngine'"));
	}

	@Test
	void startWhenOneContainerIsFoundInTwoWaysThenNothingIsWrong() {
		assertThat(new TestContextManager(FoundTwice.class).getTestContext().getApplicationContext()).isNotNull();
	}

	@Test
	void startWhenASliceHasAContainerOfAnotherKindThenWorkloadsAreNotLookedAt() {
		new ApplicationContextRunner().withPropertyValues("inferencekey.workloads.Not-A-Name.model=m")
			.withUserConfiguration(CollectorInASlice.class)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void startWhenAFieldAndABeanAreNamedForOneWorkloadThenBothAreNamed() {
		assertThatException()
			.isThrownBy(() -> new TestContextManager(FieldAndBean.class).getTestContext().getApplicationContext())
			.havingRootCause()
			.withMessageContaining("FieldAndBean.engine")
			.withMessageContaining("'someEngine'");
	}

	@SpringBootTest(classes = Application.class, webEnvironment = SpringBootTest.WebEnvironment.NONE,
			properties = { "inferencekey.workloads.drafts.url=http://localhost:1/v1",
					"inferencekey.workloads.vectors.url=http://localhost:1/v1" })
	static class Misspelt {

		@ServiceConnection(name = "draft")
		static final EngineContainer engine = new EngineContainer("nobody asks");

	}

	@SpringBootTest(classes = MisspeltBean.class, webEnvironment = SpringBootTest.WebEnvironment.NONE,
			properties = "inferencekey.workloads.draft.model=m")
	static class FieldAndBean {

		@ServiceConnection(name = "draft")
		static final EngineContainer engine = new EngineContainer("nobody asks");

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class MisspeltBean {

		@Bean
		@ServiceConnection(name = "draft")
		EngineContainer someEngine() {
			return new EngineContainer("nobody asks");
		}

	}

	interface Engines {

		@ServiceConnection(name = "draft")
		EngineContainer engine = new EngineContainer("nobody asks");

	}

	@SpringBootTest(classes = Application.class, webEnvironment = SpringBootTest.WebEnvironment.NONE,
			properties = "inferencekey.workloads.draft.model=m")
	@ImportTestcontainers(Engines.class)
	static class FoundTwice implements Engines {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(ServiceConnectionAutoConfiguration.class)
	static class CollectorInASlice extends Collector {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(ServiceConnectionAutoConfiguration.class)
	static class MisspeltBeanInASlice {

		@Bean
		@ServiceConnection(name = "draft")
		EngineContainer someEngine() {
			return new EngineContainer("nobody asks");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SecondBean {

		@Bean
		@ServiceConnection(name = "draft")
		EngineContainer secondEngine() {
			return new EngineContainer("nobody asks");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AskingClient {

		@Bean
		DataClient client(ObjectProvider<WorkloadConnectionDetails> details) {
			return DataClient.builder()
				.workload("bot",
						(settings) -> settings.url(details.stream()
							.map((each) -> each.getUrl("draft"))
							.filter(Objects::nonNull)
							.findFirst()
							.orElseThrow()))
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class CollectorApplication extends Collector {

	}

	static class Collector {

		@Bean
		@ServiceConnection(name = "otel/opentelemetry-collector-contrib")
		EngineContainer collector() {
			return new EngineContainer("otel/opentelemetry-collector-contrib", "nobody asks");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Restricted {

		@Bean
		@ServiceConnection(name = "otel/opentelemetry-collector-contrib", type = OtlpMetricsConnectionDetails.class)
		EngineContainer collector() {
			return new EngineContainer("otel/opentelemetry-collector-contrib", "nobody asks");
		}

	}

}
