package dev.inferencekey.samples.supportdesk;

import java.time.Duration;
import java.util.stream.IntStream;

import dev.inferencekey.test.AutoConfigureInferenceKey;
import dev.inferencekey.test.ScriptedPlatform;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A web layer slice test, without a server, that scripts the workloads.
 */
@WebMvcTest(QuestionController.class)
@AutoConfigureInferenceKey
@ImportAutoConfiguration(TaskSchedulingAutoConfiguration.class)
@EnableConfigurationProperties(SupportDeskProperties.class)
@Import({ SupportDesk.class, Retrieval.class })
class QuestionControllerTests {

	private static final double[] SCORES = IntStream.range(0, 12).mapToDouble((i) -> 1 - i / 20d).toArray();

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private ScriptedPlatform platform;

	@BeforeEach
	void find() {
		this.platform.workload("embedder").embeds(16);
		this.platform.workload("reranker").reranks(SCORES);
	}

	@Test
	void askWhenTheWorkloadStreamsThenAnEventForEachChunk() {
		this.platform.workload("support-bot").streams("Open ", "your orders.");
		assertThat(ask("How do I cancel?")).hasStatusOk()
			.hasContentTypeCompatibleWith(MediaType.TEXT_EVENT_STREAM)
			.bodyText()
			.containsSubsequence("event:sources", "Open ", "your orders.", "event:done");
		assertThat(this.platform.workload("support-bot")).received(1)
			.lastRequest()
			.isStreamed()
			.hasUserMessage("How do I cancel?");
	}

	@Test
	void askWhenTheKeyIsRejectedThenAFailureEvent() {
		this.platform.workload("support-bot").failsWith(401);
		assertThat(ask("How do I cancel?")).hasStatusOk().bodyText().contains("event:failure");
	}

	@Test
	void askWhenTheQuestionIsBlankThenRejectedAndNoWorkloadIsCalled() {
		assertThat(ask(" ")).hasStatus(400);
		assertThat(this.platform.workload("support-bot")).receivedNothing();
	}

	private MvcTestResult ask(String question) {
		return this.mvc.post()
			.uri("/api/questions")
			.contentType(MediaType.APPLICATION_JSON)
			.content("{\"text\": \"" + question + "\"}")
			.exchange(Duration.ofSeconds(20));
	}

}
