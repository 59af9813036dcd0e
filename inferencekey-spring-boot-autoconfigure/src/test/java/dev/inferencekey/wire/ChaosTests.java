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

package dev.inferencekey.wire;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random faults, cancellations and rotations of the key for as long as the property
 * {@code chaos.seconds} says, in a process with little memory.
 */
@Tag("chaos")
@EnabledIfSystemProperty(named = "chaos.seconds", matches = "\\d+", disabledReason = ".ci/run sets it")
class ChaosTests {

	private static final int SHOWN = 40;

	@Test
	void callsWhenEverythingGoesWrongAtRandomThenNothingIsLeft(@TempDir Path folder) throws Exception {
		long seconds = Long.getLong("chaos.seconds");
		Path log = folder.resolve("chaos.log");

		try (WireServer server = new WireServer()) {
			server.then((exchange) -> {
				// Nobody looks at them, and there will be many.
				server.requests().clear();
				Chaos.answer(exchange);
			});
			Process process = start(log, server.baseUrl(), seconds);
			try {
				assertThat(process.waitFor(seconds + 120, TimeUnit.SECONDS)).as("it ends").isTrue();
			}
			finally {
				process.destroyForcibly();
			}
			Deque<String> last = new ArrayDeque<>();
			boolean shown = false;
			// Line by line: half an hour of failures fills a large log.
			try (Stream<String> lines = Files.lines(log)) {
				for (String line : (Iterable<String>) lines::iterator) {
					shown |= line.contains(WireServer.SECRET.substring(0, 12));
					last.addLast(line);
					if (last.size() > SHOWN) {
						last.removeFirst();
					}
				}
			}
			assertThat(process.exitValue()).as(String.join("\n", last)).isZero();
			assertThat(last.getLast()).contains("nothing left after");
			System.out.println(last.getLast());
			assertThat(shown).as("the log shows a key").isFalse();
		}
	}

	private static Process start(Path log, String url, long seconds) throws IOException {
		return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-cp",
				System.getProperty("java.class.path"), Chaos.class.getName(), url, Long.toString(seconds))
			.redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start();
	}

}
