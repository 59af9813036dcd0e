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

package dev.inferencekey.samples.bulkembedding;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the job makes of each kind of failure.
 */
@ExtendWith(OutputCaptureExtension.class)
class FailureTests {

	private static final int DOCUMENTS = 400;

	private static final AtomicInteger databases = new AtomicInteger();

	private final TestDatabase database = TestDatabase.create("failures_" + databases.incrementAndGet());

	private final TestPlatform platform = TestPlatform.slow(Duration.ofMillis(30), 0);

	private volatile ConfigurableApplicationContext context;

	@AfterEach
	void close() {
		this.platform.close();
	}

	@Test
	void documentWhenItIsRefusedThenItAloneIsSkippedWithItsReason() {
		this.platform.refuse((text) -> text.startsWith("Note 7.") || text.startsWith("Note 150."));
		assertThat(run()).isZero();
		assertThat(this.database.stored()).hasSize(DOCUMENTS - 2);
		assertThat(this.database.jdbc()
			.queryForList("SELECT document_id || ' ' || reason FROM skipped_document ORDER BY document_id",
					String.class))
			.satisfiesExactly((first) -> assertThat(first).startsWith("7 ").contains("cannot read this"),
					(second) -> assertThat(second).startsWith("150 ").contains("cannot read this"));
	}

	@Test
	void documentWhenItWasSkippedThenTheNextRunDoesNotSendIt() {
		this.platform.refuse((text) -> text.startsWith("Note 7."));
		run();
		int requests = this.platform.requests();
		assertThat(run("--bulk.run=second")).isZero();
		assertThat(this.platform.requests()).isEqualTo(requests);
	}

	@Test
	void jobWhenTooManyDocumentsAreRefusedThenItStops(CapturedOutput output) {
		this.platform.refuse((text) -> true);
		assertThat(run("--bulk.skip-limit=3")).isOne();
		assertThat(output).contains("More than 3 documents were refused", "Stopped at documents 0 to 1999: ",
				"cannot read this");
		assertThat(this.database.stored()).isEmpty();
	}

	@Test
	void chunkWhenThePlatformIsDownForLongerThanTheClientRetriesThenItIsRetried(CapturedOutput output) {
		this.platform.thenFail(503, 5);
		assertThat(run()).isZero();
		assertThat(output).contains("A chunk failed and will be retried");
		assertThat(this.database.stored()).hasSize(DOCUMENTS);
	}

	@Test
	void jobWhenThePlatformStaysDownThenItStopsAndGoesOnWithTheNextStart(CapturedOutput output) {
		this.platform.thenFail(503, 6);
		assertThat(run("--bulk.retry.max-attempts=2")).isOne();
		assertThat(output).contains("Stopped at documents 0 to 1999: ").contains("status 503").doesNotContain("\tat ");
		assertThat(run()).isZero();
		assertThat(this.database.stored()).hasSize(DOCUMENTS);
	}

	@Test
	void jobWhenTheKeyIsRefusedThenItStopsAtOnce(CapturedOutput output) {
		this.platform.thenFail(401, 1);
		assertThat(run()).isOne();
		assertThat(output).contains("Stopped at documents 0 to 1999: ")
			.contains("authentication failed")
			.doesNotContain("\tat ");
		assertThat(this.platform.requests()).isOne();
	}

	@Test
	void partitionWhenTheOutcomeOfACommitIsUnknownThenTheNextStartFindsOut() {
		this.platform.thenFail(401, 1);
		run();
		this.database.jdbc().update("UPDATE batch_job_execution SET status = 'UNKNOWN'");
		this.database.jdbc().update("UPDATE batch_step_execution SET status = 'UNKNOWN'");
		assertThat(run()).isZero();
		assertThat(this.database.stored()).hasSize(DOCUMENTS);
	}

	@Test
	void processWhenItIsToldToStopThenItStoresWhatItHasSent() throws Exception {
		CompletableFuture<Integer> run = CompletableFuture.supplyAsync(() -> run());
		Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> this.database.storedCount() > 0);
		this.context.close();
		run.handle((code, failure) -> code).join();
		assertThat(this.database.stored()).hasSizeLessThan(DOCUMENTS)
			.containsExactlyInAnyOrderElementsOf(this.platform.received().keySet());
	}

	@Test
	void partitionWhenItsProcessIsKilledThenAnotherTakesItOver(CapturedOutput output) throws Exception {
		try (TestPlatform slow = TestPlatform.slow(Duration.ofMillis(500), 0);
				BulkProcess process = BulkProcess.start(this.database, slow, "--bulk.documents=" + DOCUMENTS,
						"--bulk.workers=1", "--bulk.chunk-size=10", "--bulk.partition-size=" + DOCUMENTS * 2)) {
			Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> this.database.storedCount() > 0);
			CompletableFuture<Integer> other = CompletableFuture
				.supplyAsync(() -> run("--bulk.partition-size=" + DOCUMENTS * 2));
			Awaitility.await()
				.atMost(Duration.ofMinutes(2))
				.until(() -> output.toString().contains("documents are done"));
			process.kill();
			assertThat(other.join()).isZero();
			assertThat(this.database.stored()).hasSize(DOCUMENTS);
		}
	}

	private int run(String... arguments) {
		Stream<String> all = Stream
			.of(List.of(BulkProcess.arguments(this.database, this.platform)),
					List.of("--inferencekey.retry.initial-backoff=1ms", "--bulk.retry.backoff=10ms", "--bulk.workers=1",
							"--bulk.documents=" + DOCUMENTS, "--bulk.chunk-size=50"),
					List.of(arguments))
			.flatMap(List::stream);
		SpringApplication application = new SpringApplicationBuilder(BulkEmbeddingApplication.class)
			.initializers((context) -> this.context = context)
			.build();
		return SpringApplication.exit(application.run(all.toArray(String[]::new)));
	}

}
