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

package dev.inferencekey.samples.bulkembedding;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The application in a virtual machine of its own.
 */
final class BulkProcess implements AutoCloseable {

	private final Process process;

	private BulkProcess(Process process) {
		this.process = process;
	}

	static BulkProcess start(TestDatabase database, TestPlatform platform, String... arguments) throws IOException {
		return start(new File("target", "bulk-processes.log"), arguments(database, platform), arguments);
	}

	/**
	 * Start a process with a database of its own.
	 * @param folder holds the database
	 * @param log is given the output
	 */
	static BulkProcess start(Path folder, File log, TestPlatform platform, String... arguments) throws IOException {
		return start(log, arguments("embedded", platform), arguments, "--bulk.data-directory=" + folder);
	}

	private static BulkProcess start(File log, String[] connections, String[] arguments, String... more)
			throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-XX:+UseSerialGC", "-Xmx256m", "-cp",
						System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
						BulkEmbeddingApplication.class.getName()));
		command.addAll(List.of(connections));
		command.addAll(List.of(arguments));
		command.addAll(List.of(more));
		return new BulkProcess(new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(log))
			.start());
	}

	/**
	 * What connects the application to a database and a platform.
	 */
	static String[] arguments(TestDatabase database, TestPlatform platform) {
		return arguments(database.url(), platform);
	}

	private static String[] arguments(String database, TestPlatform platform) {
		return new String[] { "--spring.datasource.url=" + database, "--inferencekey.base-url=" + platform.baseUrl(),
				"--inferencekey.workloads.embedder.api-key=" + platform.apiKey() };
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	int await() throws InterruptedException {
		return this.process.waitFor();
	}

	/**
	 * End the process with SIGKILL.
	 */
	void kill() throws InterruptedException {
		this.process.destroyForcibly().waitFor();
	}

	/**
	 * Ask the process to end, with SIGTERM.
	 */
	void stop() {
		this.process.destroy();
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
