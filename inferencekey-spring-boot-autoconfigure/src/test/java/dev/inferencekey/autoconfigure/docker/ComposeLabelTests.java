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

package dev.inferencekey.autoconfigure.docker;

import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Map;

import dev.inferencekey.DataClient;
import dev.inferencekey.autoconfigure.InferenceKeyAutoConfiguration;
import dev.inferencekey.autoconfigure.WebClientsAutoConfiguration;
import dev.inferencekey.error.ConfigurationException;
import dev.inferencekey.wire.WireServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.docker.compose.core.ConnectionPorts;
import org.springframework.boot.docker.compose.core.ImageReference;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.lifecycle.DockerComposeServicesReadyEvent;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginProvider;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Services of a compose file with a label, told to Spring Boot as it is told of those
 * that Compose has started.
 */
@ExtendWith(OutputCaptureExtension.class)
class ComposeLabelTests {

	private final WireServer engine = new WireServer().thenJson(200,
			"{\"choices\":[{\"message\":{\"content\":\"ok\"}}]}");

	@AfterEach
	void close() {
		this.engine.close();
	}

	@Test
	void callWhenTheLabelNamesAWorkloadThenItsServiceAnswers() {
		runner("drafts")
			.withPropertyValues("inferencekey.workloads.drafts.model=m",
					"inferencekey.workloads.billing.url=http://localhost:1/v1")
			.run((context) -> assertThat(
					context.getBean(DataClient.class).endpoint("drafts").generateText("Hola").text())
				.isEqualTo("ok"));
	}

	@Test
	void startWhenTheLabelNamesNoWorkloadThenLabelServiceValueAndWorkloadsAreLogged(CapturedOutput output) {
		runner("draft")
			.withPropertyValues("inferencekey.workloads.drafts.url=http://localhost:1/v1",
					"inferencekey.workloads.billing.url=http://localhost:1/v1")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains("WARN")
			.contains("dev.inferencekey.workload")
			.contains("service ollama is \"draft\"")
			.contains("Configured workloads: drafts, billing.");
	}

	@Test
	void startWhenNoWorkloadIsConfiguredThenTheLabelIsLoggedToo(CapturedOutput output) {
		runner("drafts").run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains("Configured workloads: none.");
	}

	@Test
	void startWhenTwoServicesAreLabelledForOneWorkloadThenBothAreLogged(CapturedOutput output) {
		Map<String, String> labels = Map.of("dev.inferencekey.workload", "drafts");
		runner(new Service("ollama", labels, this.engine.port()), new Service("vllm", labels, 1))
			.withPropertyValues("inferencekey.workloads.drafts.model=m")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains("WARN").contains("workload \"drafts\"").contains("'ollama'").contains("'vllm'");
	}

	@Test
	void startWhenTheLabelWithTheKeyIsNoKeyThenServiceAndLabelAreNamed() {
		Service service = new Service("ollama",
				Map.of("dev.inferencekey.workload", "drafts", "dev.inferencekey.api-key", "s3cret value"),
				this.engine.port());
		runner(service).run((context) -> assertThat(context).getFailure()
			.isInstanceOf(ConfigurationException.class)
			.hasMessageContaining("dev.inferencekey.api-key")
			.hasMessageContaining("service ollama")
			.hasMessageNotContaining("s3cret"));
	}

	private ApplicationContextRunner runner(String label) {
		return runner(new Service("ollama", Map.of("dev.inferencekey.workload", label), this.engine.port()));
	}

	private ApplicationContextRunner runner(RunningService... services) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(InferenceKeyAutoConfiguration.class,
					WebClientsAutoConfiguration.class, WebClientAutoConfiguration.class))
			.withInitializer((context) -> ready(context, List.of(services)));
	}

	@SuppressWarnings("unchecked")
	private static void ready(ConfigurableApplicationContext context, List<RunningService> services) {
		try {
			Constructor<?> event = DockerComposeServicesReadyEvent.class.getDeclaredConstructors()[0];
			event.setAccessible(true);
			Constructor<?> listener = Class.forName(
					"org.springframework.boot.docker.compose.service.connection.DockerComposeServiceConnectionsApplicationListener")
				.getDeclaredConstructor();
			listener.setAccessible(true);
			((ApplicationListener<DockerComposeServicesReadyEvent>) listener.newInstance())
				.onApplicationEvent((DockerComposeServicesReadyEvent) event.newInstance(context, services));
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private record OfService(String name) implements Origin {

		@Override
		public String toString() {
			return "service '" + this.name + "'";
		}

	}

	private record Service(String name, Map<String, String> labels,
			int port) implements RunningService, ConnectionPorts, OriginProvider {

		@Override
		public Origin getOrigin() {
			return new OfService(this.name);
		}

		@Override
		public ImageReference image() {
			return ImageReference.of("ollama/ollama");
		}

		@Override
		public String host() {
			return "localhost";
		}

		@Override
		public ConnectionPorts ports() {
			return this;
		}

		@Override
		public Map<String, String> env() {
			return Map.of();
		}

		@Override
		public int get(int containerPort) {
			return this.port;
		}

		@Override
		public List<Integer> getAll() {
			return List.of(this.port);
		}

		@Override
		public List<Integer> getAll(String protocol) {
			return getAll();
		}

	}

}
