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

package dev.inferencekey.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.inferencekey.DataClient;
import dev.inferencekey.WorkloadSettings;

import static org.awaitility.Awaitility.await;

/**
 * The server of llama.cpp with a model of 135 million parameters, in a process of its
 * own, on the same port for as long as this lives.
 */
final class LlamaCpp implements AutoCloseable {

	/**
	 * The environment variable with the path of a Python interpreter that has the package
	 * {@code xllamacpp}.
	 */
	static final String PYTHON = "ENGINE_PYTHON";

	/**
	 * The environment variable with the path of the model.
	 */
	static final String MODEL = "ENGINE_MODEL";

	// Made ahead, so that the first question is quicker than the engine.
	private static final HttpClient HTTP = HttpClient.newHttpClient();

	private final int port = freePort();

	private final List<String> command = new ArrayList<>();

	private Process process;

	private LlamaCpp(String mode, String... options) {
		this.command.addAll(List.of(System.getenv(PYTHON), "src/test/engine/engine.py", mode, "--model",
				System.getenv(MODEL), "--port", Integer.toString(this.port)));
		this.command.addAll(List.of(options));
		launch();
	}

	/**
	 * An engine that is still loading its model.
	 * @param mode {@code chat}, {@code embedding} or {@code rerank}
	 * @param options further options of {@code engine.py}
	 */
	static LlamaCpp launch(String mode, String... options) {
		return new LlamaCpp(mode, options);
	}

	/**
	 * An engine that has loaded its model.
	 * @param mode {@code chat}, {@code embedding} or {@code rerank}
	 * @param options further options of {@code engine.py}
	 */
	static LlamaCpp start(String mode, String... options) {
		LlamaCpp engine = launch(mode, options);
		engine.awaitLoaded();
		return engine;
	}

	/**
	 * Fill in a workload that this engine serves.
	 */
	void serve(WorkloadSettings.Builder workload) {
		workload.url("http://127.0.0.1:" + this.port + "/v1");
	}

	/**
	 * A client with everything at its default, and the workload {@code smollm2}.
	 */
	DataClient client() {
		return DataClient.builder().workload("smollm2", this::serve).build();
	}

	void awaitPort() {
		await().until(this::isListening);
	}

	void awaitLoaded() {
		try {
			BufferedReader output = new BufferedReader(
					new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8));
			String line = output.readLine();
			if (line == null || !line.startsWith("ready ")) {
				throw new IllegalStateException("The engine did not start, see target/engine.log");
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The status of its health page: 503 while it loads, then 200.
	 */
	int health() throws IOException, InterruptedException {
		URI health = URI.create("http://127.0.0.1:" + this.port + "/health");
		return HTTP.send(HttpRequest.newBuilder(health).build(), HttpResponse.BodyHandlers.discarding()).statusCode();
	}

	/**
	 * End the process as the kernel does when memory runs out.
	 */
	void kill() {
		this.process.destroyForcibly().onExit().join();
	}

	void restart() {
		launch();
		awaitLoaded();
	}

	@Override
	public void close() {
		kill();
	}

	private void launch() {
		try {
			this.process = new ProcessBuilder(this.command)
				.redirectError(ProcessBuilder.Redirect.appendTo(Path.of("target", "engine.log").toFile()))
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private boolean isListening() {
		if (!this.process.isAlive()) {
			throw new IllegalStateException("The engine did not start, see target/engine.log");
		}
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), this.port));
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static int freePort() {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
