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

package dev.inferencekey.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.inferencekey.wire.Answers;
import dev.inferencekey.wire.WireServer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What stays behind when a context is closed, in a virtual machine that has seen nothing
 * else.
 */
class LeftoverTests {

	@Test
	void contextWhenClosedThenNoThreadAndNoConnectionStays() throws Exception {
		CountDownLatch closed = new CountDownLatch(1);
		try (WireServer server = new WireServer().thenJson(200, Answers.OK).then((exchange) -> {
			exchange.respond(200, "text/event-stream", Answers.lastDelta("ok") + Answers.DONE);
			exchange.awaitClosed(closed);
		})) {
			Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
					"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
					LeftoverApplication.class.getName(), "--spring.docker.compose.enabled=false",
					"--inferencekey.base-url=" + server.baseUrl(), "--inferencekey.project=acme",
					"--inferencekey.workloads.support-bot.api-key=" + WireServer.KEY)
				.redirectErrorStream(true)
				.start();
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
			assertThat(output).contains("answer: ok")
				.containsPattern("during: \\[.*reactor-http.*]")
				.contains("left: []")
				.doesNotContain(WireServer.SECRET);
			assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
		}
	}

}
