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

import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.autoconfigure.InferenceKeyConnectionDetails;
import dev.inferencekey.autoconfigure.testcontainers.LocalPlatformContainer;
import dev.inferencekey.error.NotFoundException;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.ollama.OllamaContainer;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A platform and two engines in containers, and an application without an address or a
 * key.
 */
@SpringBootTest(classes = Calls.Application.class,
		properties = { "inferencekey.workloads.support-bot.slug=support-bot",
				"inferencekey.workloads.embedder.slug=embedder", "inferencekey.workloads.reranker.slug=reranker",
				"inferencekey.workloads.drafts.model=support-bot",
				"inferencekey.workloads.drafts.api-key=ik_live_a1b2c3d4_a-key-that-no-engine-may-see",
				"inferencekey.workloads.vectors.model=embedder" })
@Testcontainers(disabledWithoutDocker = true)
class ServiceConnectionIT {

	@Container
	@ServiceConnection
	private static final LocalPlatformContainer platform = new LocalPlatformContainer(
			Docker.platform().asCompatibleSubstituteFor(LocalPlatformContainer.IMAGE))
		.withProject("shop");

	@Container
	@ServiceConnection(name = "drafts")
	private static final OllamaContainer ollama = engine(new OllamaContainer(Docker.ollama()), 11434);

	@Container
	@ServiceConnection(name = "vectors")
	private static final GenericContainer<?> vllm = engine(new GenericContainer<>(Docker.vllm()).withExposedPorts(8000),
			8000);

	@Autowired
	private Calls calls;

	@Autowired
	@Qualifier("drafts")
	private Endpoint drafts;

	@Autowired
	@Qualifier("vectors")
	private Endpoint vectors;

	@Autowired
	private InferenceKeyConnectionDetails details;

	@Autowired
	private DataClient client;

	private static <C extends GenericContainer<?>> C engine(C container, int port) {
		container.withEnv("LOCALPLATFORM_ENGINE", "true");
		container.withEnv("LOCALPLATFORM_PORT", String.valueOf(port));
		container.waitingFor(Wait.forHttp("/v1/models").forPort(port));
		return container;
	}

	@Test
	void platformWhenInAContainerThenAllItsWorkloadsAnswer() {
		this.calls.succeed();
		assertThat(this.details.getProject()).isEqualTo("shop");
		assertThat(this.details.getBaseUrl()).isEqualTo(platform.getBaseUrl());
	}

	@Test
	void enginesWhenNamedForWorkloadsThenThoseAnswer() {
		assertThat(this.drafts.generateText("I want to cancel my order").text()).startsWith("You can cancel");
		assertThat(this.vectors.embed("one").embeddings().get(0)).hasSize(384);
		// Everything else goes to the platform.
		assertThatExceptionOfType(NotFoundException.class)
			.isThrownBy(() -> this.client.endpoint("nowhere").generateText("Hola"));
	}

}
