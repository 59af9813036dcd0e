package dev.inferencekey.readme;

import dev.inferencekey.autoconfigure.testcontainers.LocalPlatformContainer;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.junit.jupiter.Container;

import org.springframework.boot.testcontainers.service.connection.ServiceConnection;

/**
 * Compiled only; the local platform's tests run containers.
 */
class Containers {

	@Container
	@ServiceConnection
	static final LocalPlatformContainer platform = new LocalPlatformContainer();

	@Container
	@ServiceConnection(name = "drafts")
	static final GenericContainer<?> engine = new GenericContainer<>("ollama/ollama").withExposedPorts(11434);

}
