package dev.inferencekey.autoconfigure.testcontainers;

import java.net.URI;

import dev.inferencekey.wire.WireServer;
import org.testcontainers.containers.GenericContainer;

/**
 * A container without a container engine: a server in this process stands in for what
 * would run in it.
 */
class EngineContainer extends GenericContainer<EngineContainer> {

	private final String image;

	private final WireServer server;

	EngineContainer(String answer) {
		this("ollama/ollama", answer);
	}

	EngineContainer(String image, String answer) {
		super(image);
		this.image = image;
		this.server = new WireServer().thenJson(200, "{\"choices\":[{\"message\":{\"content\":\"" + answer + "\"}}]}");
	}

	// Asks the engine otherwise.
	@Override
	public String getDockerImageName() {
		return this.image;
	}

	@Override
	public void start() {
	}

	@Override
	public void stop() {
		this.server.close();
	}

	@Override
	public String getHost() {
		return "localhost";
	}

	@Override
	public Integer getFirstMappedPort() {
		return URI.create(this.server.baseUrl()).getPort();
	}

}
