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

package dev.inferencekey.localplatform.container;

import java.io.Reader;
import java.lang.reflect.Constructor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.inferencekey.Endpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.docker.compose.core.ConnectionPorts;
import org.springframework.boot.docker.compose.core.ImageReference;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.lifecycle.DockerComposeServicesReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The services of {@code container/compose.yaml}, started one by one, since Compose
 * itself is not everywhere, and told to Spring Boot as it is told of those that Compose
 * has started.
 */
@Testcontainers(disabledWithoutDocker = true)
class ComposeIT {

	private static final String KEY = "ik_live_a1b2c3d4_" + "5ec2e7".repeat(10) + "cafe";

	private final List<String> containers = new ArrayList<>();

	@AfterEach
	void remove() {
		this.containers.forEach((container) -> Docker.run("docker", "rm", "--force", "--volumes", container));
	}

	@Test
	@SuppressWarnings("unchecked")
	void callsWhenServicesRunThenTheyAnswer() throws Exception {
		List<RunningService> services = new ArrayList<>();
		try (Reader file = Files.newBufferedReader(Path.of("container", "compose.yaml"))) {
			Map<String, Map<String, Map<String, Object>>> compose = new Yaml().load(file);
			compose.get("services").forEach((name, service) -> services.add(start(name, service)));
		}
		ConfigurableApplicationContext context = new SpringApplicationBuilder(Calls.Application.class)
			.web(WebApplicationType.NONE)
			.initializers((prepared) -> ready(prepared, services))
			.run("--inferencekey.workloads.support-bot.slug=support-bot",
					"--inferencekey.workloads.embedder.slug=embedder",
					"--inferencekey.workloads.reranker.slug=reranker",
					"--inferencekey.workloads.drafts.model=support-bot");
		try (context) {
			context.getBean(Calls.class).succeed();
			Endpoint drafts = context.getBean("inferencekey.endpoint.drafts", Endpoint.class);
			assertThat(drafts.generateText("I want to cancel my order").text()).startsWith("You can cancel");
		}
	}

	private RunningService start(String name, Map<String, Object> service) {
		Docker.platform();
		String image = service.get("image").toString();
		// Where there is no registry, the platform stands in for the engine.
		Map<String, String> environment = new HashMap<>();
		if (image.startsWith("ollama/ollama:")) {
			environment.putAll(Map.of("LOCALPLATFORM_ENGINE", "true", "LOCALPLATFORM_PORT", "11434"));
		}
		List<String> command = new ArrayList<>(List.of("docker", "run", "--detach"));
		// As Compose does with the variables of the shell that starts it.
		strings(service.get("environment"))
			.forEach((key, value) -> environment.put(key, value.startsWith("${" + key) ? KEY : value));
		environment.forEach((key, value) -> command.addAll(List.of("--env", key + "=" + value)));
		strings(service.get("labels")).forEach((key, value) -> command.addAll(List.of("--label", key + "=" + value)));
		((List<?>) service.get("ports")).forEach((port) -> command.addAll(List.of("--publish", port.toString())));
		if (Boolean.TRUE.equals(service.get("read_only"))) {
			command.add("--read-only");
		}
		command.add(Docker.PLATFORM);
		String id = Docker.run(command.toArray(String[]::new));
		this.containers.add(id);
		await().atMost(Duration.ofSeconds(20))
			.until(() -> Docker.run("docker", "logs", id).contains("The local InferenceKey platform answers"));
		return Service.of(name, image, JsonMapper.shared().readTree(Docker.run("docker", "inspect", id)).get(0));
	}

	private static Map<String, String> strings(Object map) {
		Map<String, String> strings = new HashMap<>();
		if (map != null) {
			((Map<?, ?>) map).forEach((key, value) -> strings.put(key.toString(), value.toString()));
		}
		return strings;
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

	/**
	 * A container as Spring Boot knows it from {@code docker inspect}.
	 */
	private record Service(String name, ImageReference image, Map<Integer, Integer> published, Map<String, String> env,
			Map<String, String> labels) implements RunningService, ConnectionPorts {

		static Service of(String name, String image, JsonNode container) {
			Map<Integer, Integer> published = new HashMap<>();
			container.at("/NetworkSettings/Ports").forEachEntry((port, hosts) -> {
				if (!hosts.isNull() && !hosts.isEmpty()) {
					published.put(Integer.parseInt(port.split("/")[0]),
							Integer.parseInt(hosts.get(0).path("HostPort").asString()));
				}
			});
			Map<String, String> env = new HashMap<>();
			container.at("/Config/Env").forEach((variable) -> {
				String[] parts = variable.asString().split("=", 2);
				env.put(parts[0], parts[1]);
			});
			Map<String, String> labels = new HashMap<>();
			container.at("/Config/Labels").forEachEntry((label, value) -> labels.put(label, value.asString()));
			return new Service(name, ImageReference.of(image), published, env, labels);
		}

		@Override
		public String host() {
			return "127.0.0.1";
		}

		@Override
		public ConnectionPorts ports() {
			return this;
		}

		@Override
		public int get(int containerPort) {
			return this.published.get(containerPort);
		}

		@Override
		public List<Integer> getAll() {
			return List.copyOf(this.published.values());
		}

		@Override
		public List<Integer> getAll(String protocol) {
			return getAll();
		}

	}

}
