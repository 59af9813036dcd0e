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

package dev.inferencekey.test;

import java.time.Duration;
import java.util.List;

import dev.inferencekey.Endpoint;
import dev.inferencekey.test.application.Answers;
import dev.inferencekey.test.application.SupportApplication;
import dev.inferencekey.error.RateLimitException;
import dev.inferencekey.error.StreamInterruptedException;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.ContextConfiguration;

import static dev.inferencekey.test.ResponseHeader.retryAfter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The slice as an application uses it. The keys are placeholders that nobody resolves, as
 * they are where tests run.
 */
@InferenceKeyTest(components = Answers.class,
		properties = { "inferencekey.project=acme", "inferencekey.workloads.support-bot.api-key=${SUPPORT_IK_LIVE}",
				"inferencekey.workloads.support-bot.defaults.max-tokens=300",
				"inferencekey.workloads.support-bot.retry.initial-backoff=1ms",
				"inferencekey.workloads.embedder.url=http://engine.invalid/v1",
				"inferencekey.workloads.reranker.slug=another-name" })
@ContextConfiguration(classes = SupportApplication.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class InferenceKeyTestTests {

	@Autowired
	private Answers answers;

	@Autowired
	@Qualifier("reranker")
	private Endpoint reranker;

	@Autowired
	private ScriptedPlatform platform;

	@Autowired
	private ApplicationContext context;

	@Test
	void sliceWhenStartedThenOnlyWhatIsNamedIsThere() {
		assertThat(this.context.getBeansOfType(Answers.class)).hasSize(1);
		assertThat(this.context.containsBean("unreachable")).isFalse();
	}

	@Test
	void callWhenRateLimitedThenTheRetryIsRecordedToo() {
		this.platform.workload("support-bot")
			.failsWith(429, retryAfter(Duration.ofMillis(5)))
			.replies("Open your orders.");
		assertThat(this.answers.answer("How do I cancel?")).isEqualTo("Open your orders.");
		assertThat(this.platform.workload("support-bot")).received(2)
			.lastRequest()
			.hasSystemMessage("Be brief.")
			.hasUserMessage("How do I cancel?")
			.hasField("max_tokens", 300)
			.hasField("model", "support-bot")
			.isNotStreamed();
		assertThat(this.platform.workload("embedder")).receivedNothing();
	}

	@Test
	void callWhenItFailsAgainAndAgainThenTheTypedException() {
		this.platform.workload("support-bot").failsWith(429);
		assertThatExceptionOfType(RateLimitException.class).isThrownBy(() -> this.answers.answer("Hola"));
		assertThat(this.platform.workload("support-bot")).received(3);
	}

	@Test
	void streamWhenCutThenThePartialText() {
		this.platform.workload("support-bot").streams("Open ", "your ", "orders.").cutsAfter(2);
		assertThatExceptionOfType(StreamInterruptedException.class).isThrownBy(() -> this.answers.stream("Hola"))
			.satisfies((ex) -> assertThat(ex.partialText()).isEqualTo("Open your "));
	}

	@Test
	void workloadWhenItHasAUrlOrSlugOfItsOwnThenScriptedByItsName() {
		this.platform.workload("embedder").embeds(new float[] { 1, 0 }, new float[] { 0, 1 });
		this.platform.workload("reranker").reranks(0.1, 0.9);
		List<float[]> vectors = this.answers.embed("a", "b");
		assertThat(vectors.get(1)).containsExactly(0, 1);
		assertThat(this.reranker.rerank("q", List.of("x", "y")).results().get(0).index()).isEqualTo(1);
		assertThat(this.platform.workload("reranker")).received(1).lastRequest().hasField("model", "another-name");
	}

	@Test
	@Order(1)
	void scriptWhenLeftByATestThenStillThereInIt() {
		this.platform.workload("support-bot").replies("from the first test");
		assertThat(this.answers.answer("Hola")).isEqualTo("from the first test");
	}

	@Test
	@Order(2)
	void scriptWhenTheTestHasEndedThenForgotten() {
		assertThat(this.platform.requests()).isEmpty();
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> this.answers.answer("Hola"))
			.withMessageContaining("the test has scripted no answer")
			.withMessageContaining("platform.workload(\"support-bot\").replies(");
	}

}
