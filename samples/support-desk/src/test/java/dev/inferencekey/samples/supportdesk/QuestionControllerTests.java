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

package dev.inferencekey.samples.supportdesk;

import java.time.Duration;
import java.util.stream.IntStream;

import dev.inferencekey.test.AutoConfigureInferenceKey;
import dev.inferencekey.test.ScriptedPlatform;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
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
@Import({ SupportDesk.class, Retrieval.class, OrderTools.class, Orders.class, Approvals.class, Feedback.class,
		SimpleMeterRegistry.class })
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
			.containsSubsequence("event:sources", "Open", "your orders.", "event:done");
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
