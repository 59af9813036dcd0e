package dev.inferencekey.samples.supportdesk;

import java.time.Duration;
import java.util.stream.IntStream;

import dev.inferencekey.autoconfigure.test.AutoConfigureInferenceKey;
import dev.inferencekey.autoconfigure.test.ScriptedPlatform;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

import static dev.inferencekey.autoconfigure.test.ResponseHeader.requestId;
import static dev.inferencekey.autoconfigure.test.ResponseHeader.retryAfter;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a person sees when workloads fail, over a platform that fails on command.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = "inferencekey.retry.max-attempts=1")
@AutoConfigureInferenceKey
class PageFailureTests {

	private static final double[] SCORES = IntStream.range(0, 12).mapToDouble((i) -> 1 - i / 20d).toArray();

	@LocalServerPort
	private int port;

	@Autowired
	private ScriptedPlatform platform;

	private Browser page;

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

	@Test
	void stopWhenClickedThenTheWorkloadStopsAndWhatCameStays() {
		assertStops(() -> this.page.click("#stop"));
	}

	@Test
	void stopWhenEscapeIsPressedThenTheWorkloadStopsAndWhatCameStays() {
		assertStops(() -> this.page.press(Keys.ESCAPE));
	}

	private void assertStops(Runnable stop) {
		this.platform.workload("support-bot")
			.streams(IntStream.range(0, 200).mapToObj((i) -> "word" + i + " ").toArray(String[]::new))
			.pauses(Duration.ofMillis(100));
		this.page.ask("Hello");
		this.page.await(() -> this.page.last(".answer").contains("word1"));
		stop.run();
		this.page.awaitEnd();
		assertThat(this.page.last(".failure")).isEqualTo("You stopped this answer.");
		assertThat(this.page.last(".answer")).contains("word1").doesNotContain("word199");
		assertThat(this.platform.workload("support-bot")).received(1).lastRequest().wasCancelled();
	}

	@Test
	void answerWhenTheWorkloadIsDownThenSaysSoAndTheNextQuestionWorks() {
		this.platform.workload("support-bot").failsWith(500, requestId("req-42")).replies("Back again.");
		this.page.ask("Hello").awaitEnd();
		assertThat(this.page.last(".failure"))
			.isEqualTo("The support-bot does not answer right now. Try again in a few minutes. (req-42)");
		assertThat(this.page.barriers()).isEmpty();
		this.page.screenshot("failure");
		this.page.ask("Hello?").awaitEnd();
		assertThat(this.page.last(".answer")).isEqualTo("Back again.");
		assertThat(this.page.last(".failure")).isEmpty();
	}

	@Test
	void answerWhenCutThenWhatCameStaysWithAWarning() {
		this.platform.workload("support-bot").streams("Open ", "your ", "orders.").cutsAfter(2);
		this.page.ask("Hello").awaitEnd();
		assertThat(this.page.last(".answer")).isEqualTo("Open your ");
		assertThat(this.page.last(".failure")).startsWith("The answer broke off.");
		assertThat(this.page.last(".cost")).isEmpty();
	}

	@Test
	void answerWhenRateLimitedThenSaysWhenToTryAgain() {
		this.platform.workload("support-bot").failsWith(429, retryAfter(Duration.ofSeconds(7)));
		this.page.ask("Hello").awaitEnd();
		assertThat(this.page.last(".failure")).isEqualTo("Many people are asking right now. Try again in 7 seconds.");
	}

	@Test
	void answerWhenTheKeyIsRefusedThenSaysThatTryingAgainDoesNotHelp() {
		this.platform.workload("support-bot").failsWith(401);
		this.page.ask("Hello").awaitEnd();
		assertThat(this.page.last(".failure")).contains("cannot get to its support-bot", "Trying again will not help");
	}

	@Test
	void answerWhenTheRerankerFailsThenGoesOnInARoughOrder() {
		this.platform.reset();
		this.platform.workload("embedder").embeds(16);
		this.platform.workload("reranker").failsWith(500);
		this.platform.workload("support-bot").replies("From a rough order.");
		this.page.ask("Hello").awaitEnd().click(".sources summary");
		assertThat(this.page.last(".answer")).isEqualTo("From a rough order.");
		assertThat(this.page.last(".sources")).contains("the order is a rough one").doesNotContain("relevance");
	}

	@Test
	void answerWhenItHasMarkupThenItStaysText() {
		String markup = "<img src=x onerror=\"document.title='gotcha'\"><b>bold</b>";
		this.platform.workload("support-bot").streams(markup);
		this.page.ask(markup).awaitEnd();
		assertThat(this.page.last(".answer")).isEqualTo(markup);
		assertThat(this.page.last(".asked")).isEqualTo(markup);
		assertThat(this.page.script("return document.title")).isEqualTo("acme support desk");
		assertThat(this.page.all(".answer *, .asked *")).isEmpty();
	}

}
