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

package dev.inferencekey.samples.benchmarks;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Virtual machines like this one.
 */
final class Processes {

	private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

	private Processes() {
	}

	/**
	 * The server, which ends when it is closed.
	 */
	record Running(Process process, String address) implements AutoCloseable {

		static Running server() throws IOException {
			Process process = new ProcessBuilder(command(List.of("-Xmx1g"), classPath((jar) -> true), Server.class))
				.redirectError(ProcessBuilder.Redirect.INHERIT)
				.start();
			String port = process.inputReader().readLine();
			return new Running(process, "http://127.0.0.1:" + port + "/v1");
		}

		@Override
		public void close() throws IOException {
			this.process.getOutputStream().close();
			try {
				if (!this.process.waitFor(10, TimeUnit.SECONDS)) {
					this.process.destroyForcibly();
				}
			}
			catch (InterruptedException ex) {
				this.process.destroyForcibly();
				Thread.currentThread().interrupt();
			}
		}

	}

	/**
	 * Run a class to its end.
	 * @param options of the virtual machine
	 * @param jars which of the libraries to have
	 * @param main the class
	 * @param prefix how the lines begin that count
	 * @param arguments what to tell it
	 * @return the lines that count, split at semicolons
	 * @throws IOException if it cannot be started
	 */
	static List<String[]> run(List<String> options, Predicate<String> jars, Class<?> main, String prefix,
			String... arguments) throws IOException {
		List<String> command = command(options, classPath(jars), main);
		command.addAll(List.of(arguments));
		Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
		List<String[]> found = new ArrayList<>();
		try (BufferedReader output = process.inputReader()) {
			for (String line = output.readLine(); line != null; line = output.readLine()) {
				if (line.startsWith(prefix)) {
					System.out.println(line);
					found.add(line.split(";", -1));
				}
			}
		}
		if (found.isEmpty()) {
			throw new IllegalStateException(main.getSimpleName() + " gave no result for " + List.of(arguments));
		}
		return found;
	}

	private static List<String> command(List<String> options, String classPath, Class<?> main) {
		List<String> command = new ArrayList<>(List.of(JAVA));
		command.addAll(options);
		command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-Dclients=" + System.getProperty("clients", ""),
				"-Dlogback.configurationFile=logback-benchmarks.xml", "-cp", classPath, main.getName()));
		return command;
	}

	static String classPath(Predicate<String> jars) {
		return String.join(File.pathSeparator,
				Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
					.filter((entry) -> !entry.endsWith(".jar") || jars.test(Path.of(entry).getFileName().toString()))
					.toList());
	}

}
