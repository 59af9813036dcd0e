package dev.inferencekey.samples.supportdesk;

import java.time.Duration;
import java.util.stream.IntStream;

import dev.inferencekey.test.AutoConfigureInferenceKey;
import dev.inferencekey.test.ScriptedPlatform;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * Base class for tests of the page that script the platform.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = "inferencekey.retry.max-attempts=1")
@AutoConfigureInferenceKey
abstract class ScriptedPage {

	private static final double[] SCORES = IntStream.range(0, 12).mapToDouble((i) -> 1 - i / 20d).toArray();

	@LocalServerPort
	int port;

	@Autowired
	ScriptedPlatform platform;

	Browser page;

	@BeforeEach
	void open() {
		this.platform.workload("embedder").embeds(16);
		this.platform.workload("reranker").reranks(SCORES);
		this.page = Browser.desktop().open(this.port);
	}

	@AfterEach
	void close() {
		if (this.page != null) {
			this.page.close();
		}
	}

	/**
	 * Stream the answer {@code word0 word1 …}, one word per chunk.
	 */
	void streamsWords(int count, Duration pause) {
		this.platform.workload("support-bot")
			.streams(IntStream.range(0, count).mapToObj((i) -> "word" + i + " ").toArray(String[]::new))
			.pauses(pause);
	}

	void awaitWord(int number) {
		this.page.await(() -> this.page.last(".answer").contains("word" + number + " "));
	}

}
