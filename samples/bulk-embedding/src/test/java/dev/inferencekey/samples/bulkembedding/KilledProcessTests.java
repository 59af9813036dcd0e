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

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;

import dev.inferencekey.localplatform.LocalPlatform;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Processes that are killed, or told to stop, in the middle of a run.
 */
class KilledProcessTests {

	private static final int WORKERS = 2;

	private static final int CHUNK = 32;

	private static final Duration DELAY = Duration.ofMillis(20);

	/**
	 * How often each text was sent in vain, because the process was killed before it was
	 * stored.
	 */
	private final Map<String, Integer> lost = new HashMap<>();

	@Test
	void documentsWhenProcessesAreKilledThenEachIsEmbeddedAndStoredOnce() throws Exception {
		try (TestPlatform platform = TestPlatform.slow(DELAY, 0)) {
			embed(TestDatabase.create("killed"), platform, 2000);
		}
	}

	@Test
	@EnabledIfSystemProperty(named = "bulk.documents", matches = "\\d+", disabledReason = "takes minutes")
	void documentsWhenTheLocalPlatformEmbedsThemThenEachIsStoredOnce() throws Exception {
		try (LocalPlatform local = LocalPlatform.builder().preload().start();
				TestPlatform platform = TestPlatform.inFrontOf(local)) {
			embed(TestDatabase.create("killed_local"), platform, Integer.getInteger("bulk.documents"));
		}
	}

	@Test
	void documentsWhenAProcessIsToldToStopThenItsChunksAreStoredBeforeItsDatabaseStops(@TempDir Path folder)
			throws Exception {
		File log = folder.resolve("log").toFile();
		String[] arguments = { "--bulk.documents=2000", "--bulk.workers=" + WORKERS, "--bulk.chunk-size=" + CHUNK,
				"--bulk.partition-size=1000" };
		try (TestPlatform platform = TestPlatform.slow(DELAY, 0)) {
			try (BulkProcess process = BulkProcess.start(folder.resolve("database"), log, platform, arguments)) {
				await(() -> platform.received().size() >= 200 || !process.isAlive());
				process.stop();
				process.await();
			}
			assertThat(platform.received()).hasSizeLessThan(2000);
			try (BulkProcess process = BulkProcess.start(folder.resolve("database"), log, platform, arguments)) {
				assertThat(process.await()).isZero();
			}
			assertThat(platform.received()).hasSize(2000).allSatisfy((text, times) -> assertThat(times).isOne());
			assertThat(log).content().doesNotContain("ERROR");
		}
	}

	private void embed(TestDatabase database, TestPlatform platform, int documents) throws Exception {
		try (BulkProcess process = start(database, platform, documents)) {
			killWhenStored(documents / 4, database, process, platform);
		}
		try (BulkProcess process = start(database, platform, documents)) {
			killWhenStored(documents / 2, database, process, platform);
		}
		try (BulkProcess process = start(database, platform, documents)) {
			assertThat(process.await()).isZero();
		}
		Map<String, Integer> expected = new HashMap<>(this.lost);
		Documents.generate(documents).forEach((document) -> expected.merge(document.text(), 1, Integer::sum));
		assertThat(platform.received()).isEqualTo(expected);
		assertThat(database.stored()).hasSize(documents);
	}

	private static BulkProcess start(TestDatabase database, TestPlatform platform, int documents) throws IOException {
		return BulkProcess.start(database, platform, "--bulk.documents=" + documents, "--bulk.workers=" + WORKERS,
				"--bulk.chunk-size=" + CHUNK, "--bulk.partition-size=" + documents / 2);
	}

	private void killWhenStored(int count, TestDatabase database, BulkProcess process, TestPlatform platform)
			throws Exception {
		await(() -> database.storedCount() >= count || !process.isAlive());
		assertThat(process.isAlive()).isTrue();
		process.kill();
		await(platform::isIdle);
		await(database::isIdle);
		Set<String> stored = new HashSet<>(database.stored());
		int inFlight = 0;
		for (Map.Entry<String, Integer> sent : platform.received().entrySet()) {
			if (!stored.contains(sent.getKey())) {
				Integer before = this.lost.put(sent.getKey(), sent.getValue());
				inFlight += sent.getValue() - ((before != null) ? before : 0);
			}
		}
		assertThat(inFlight).isLessThanOrEqualTo(WORKERS * CHUNK);
	}

	private static void await(Callable<Boolean> condition) {
		Awaitility.await().atMost(Duration.ofMinutes(30)).pollInterval(Duration.ofMillis(20)).until(condition);
	}

}
