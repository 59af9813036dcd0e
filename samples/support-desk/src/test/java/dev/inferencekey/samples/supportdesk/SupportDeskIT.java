package dev.inferencekey.samples.supportdesk;

import java.io.File;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The packaged application in a process of its own, processed ahead of time.
 */
class SupportDeskIT {

	private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

	@TempDir
	private Path folder;

	@Test
	void runWhenProcessedAheadOfTimeThenAnswersAndIsHealthy() throws Exception {
		Path log = this.folder.resolve("log");
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Dspring.aot.enabled=true", "-jar", new File("target/support-desk.jar").getAbsolutePath(),
				"--server.port=0")
			.redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start();
		try {
			int port = await().atMost(Duration.ofSeconds(60)).until(() -> port(Files.readString(log)), (it) -> it > 0);
			String url = "http://localhost:" + port;
			HttpClient client = HttpClient.newHttpClient();
			String answer = client
				.send(HttpRequest.newBuilder(URI.create(url + "/api/questions"))
					.header("content-type", "application/json")
					.POST(HttpRequest.BodyPublishers.ofString("{\"text\": \"How do I cancel an order?\"}"))
					.build(), BodyHandlers.ofString())
				.body();
			assertThat(answer).contains("event:sources", "How do I cancel an order?", "event:done");
			for (String page : new String[] { "health", "inferencekey", "prometheus" }) {
				String body = client
					.send(HttpRequest.newBuilder(URI.create(url + "/actuator/" + page)).build(),
							BodyHandlers.ofString())
					.body();
				assertThat(body).as(page).contains("support-bot").doesNotContain("\"DOWN\"");
			}
		}
		finally {
			process.destroy();
			process.waitFor();
		}
	}

	private static int port(String log) {
		Matcher started = PORT.matcher(log);
		return started.find() ? Integer.parseInt(started.group(1)) : 0;
	}

}
