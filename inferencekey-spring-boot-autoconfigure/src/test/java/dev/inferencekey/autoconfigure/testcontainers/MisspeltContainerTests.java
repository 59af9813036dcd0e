package dev.inferencekey.autoconfigure.testcontainers;

import dev.inferencekey.DataClient;
import dev.inferencekey.error.ConfigurationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.otlp.OtlpMetricsConnectionDetails;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
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
		this.runner.withUserConfiguration(Collector.class).run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void startWhenTheContainerIsRestrictedToSomethingElseThenNothingIsWrong() {
		this.runner.withUserConfiguration(Restricted.class).run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void startWhenTheClientIsTheApplicationsOwnThenItSaysWhereItsWorkloadsAre() {
		new ApplicationContextRunner().withUserConfiguration(MisspeltBean.class)
			.withBean(DataClient.class, () -> DataClient.builder().build())
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@SpringBootTest(classes = Application.class, webEnvironment = SpringBootTest.WebEnvironment.NONE,
			properties = { "inferencekey.workloads.drafts.url=http://localhost:1/v1",
					"inferencekey.workloads.vectors.url=http://localhost:1/v1" })
	static class Misspelt {

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

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
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
