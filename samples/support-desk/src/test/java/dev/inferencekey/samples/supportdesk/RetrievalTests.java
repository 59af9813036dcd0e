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
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import dev.inferencekey.DataClient;
import dev.inferencekey.test.ScriptedPlatform;
import dev.inferencekey.test.ScriptedWorkload;
import dev.inferencekey.error.ApiException;
import dev.inferencekey.resilience.RetrySettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Concurrent questions while the handbook is not indexed yet.
 */
class RetrievalTests {

	private static final Duration LONG_ENOUGH_FOR_ALL_TO_ASK = Duration.ofSeconds(1);

	private static final double[] SCORES = IntStream.range(0, 12).mapToDouble((i) -> 1 - i / 6d).toArray();

	private final ScriptedPlatform platform = ScriptedPlatform.start();

	private final ScriptedWorkload embedder = this.platform.workload("embedder");

	private final DataClient client = DataClient.builder()
		.baseUrl(this.platform.baseUrl())
		.project("acme")
		.apiKey("ik_live_a1b2c3d4_" + "5ec2e7".repeat(10) + "cafe")
		.retry(RetrySettings.UNSET.withMaxAttempts(1))
		.build();

	private final Retrieval retrieval = new Retrieval(this.client.endpoint("embedder"),
			this.client.endpoint("reranker"), new SupportDeskProperties(new ClassPathResource("handbook.md"), 12, 4,
					0.5, Duration.ofMinutes(2), 4, null));

	private final ExecutorService askers = Executors.newFixedThreadPool(5);

	@BeforeEach
	void rerank() {
		this.platform.workload("reranker").reranks(SCORES);
	}

	@AfterEach
	void close() {
		this.askers.shutdownNow();
		this.client.close();
		this.platform.close();
	}

	@Test
	void findWhenFewPassagesAreRelevantThenOnlyThese() {
		this.platform.reset();
		this.embedder.embeds(16);
		this.platform.workload("reranker").reranks(0.1, 0.5, 0.2, 0.9, 0.49, 0, 0, 0, 0, 0, 0, 0);
		assertThat(this.retrieval.find("Hello").sources()).extracting(Retrieval.Source::score)
			.containsExactly(0.9, 0.5);
	}

	@Test
	void findWhenIndexingFailsThenConcurrentQuestionsFailAndTheNextOneTriesAgain() throws Exception {
		this.embedder.failsWith(503).delays(LONG_ENOUGH_FOR_ALL_TO_ASK).embeds(16);
		List<Future<Retrieval.Found>> found = this.askers
			.invokeAll(Collections.nCopies(5, () -> this.retrieval.find("Hello")));
		assertThat(found).allSatisfy((it) -> assertThatExceptionOfType(ExecutionException.class).isThrownBy(it::get)
			.withCauseInstanceOf(ApiException.class));
		assertThat(this.embedder).received(1);
		assertThat(this.retrieval.find("Hello").sources()).hasSize(4);
		assertThat(this.retrieval.find("Hello again").sources()).hasSize(4);
		assertThat(this.embedder).as("failed attempt, handbook, two questions").received(4);
	}

	@Test
	void findWhenTheFirstQuestionIsCancelledThenTheOthersAreAnswered() throws Exception {
		this.embedder.embeds(16).delays(LONG_ENOUGH_FOR_ALL_TO_ASK);
		Future<Retrieval.Found> first = this.askers.submit(() -> this.retrieval.find("Hello"));
		await().until(() -> !this.embedder.requests().isEmpty());
		Future<Retrieval.Found> second = this.askers.submit(() -> this.retrieval.find("Hello?"));
		first.cancel(true);
		assertThat(second.get().sources()).hasSize(4);
		assertThat(this.embedder).as("handbook and the second question").received(2);
	}

}
