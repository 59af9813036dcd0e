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
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-XX:+UseSerialGC", "-Xmx256m", "-cp",
						System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
						BulkEmbeddingApplication.class.getName()));
		command.addAll(List.of(arguments(database, platform)));
		command.addAll(List.of(arguments));
		return new BulkProcess(new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(new File("target", "bulk-processes.log")))
			.start());
	}

	/**
	 * What connects the application to a database and a platform.
	 */
	static String[] arguments(TestDatabase database, TestPlatform platform) {
		return new String[] { "--spring.datasource.url=" + database.url(),
				"--inferencekey.base-url=" + platform.baseUrl(),
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

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
