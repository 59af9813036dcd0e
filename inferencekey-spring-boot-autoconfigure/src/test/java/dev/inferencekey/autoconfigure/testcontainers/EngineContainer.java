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
