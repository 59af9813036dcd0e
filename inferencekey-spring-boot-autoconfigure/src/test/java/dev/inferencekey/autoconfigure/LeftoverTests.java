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
					"-cp", System.getProperty("java.class.path"), LeftoverApplication.class.getName(),
					"--spring.docker.compose.enabled=false", "--inferencekey.base-url=" + server.baseUrl(),
					"--inferencekey.project=acme", "--inferencekey.workloads.support-bot.api-key=" + WireServer.KEY)
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
