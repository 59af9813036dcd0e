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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A run with documents from a file, into a database that has a type {@code vector}.
 */
class FileRunTests {

	@Test
	void documentsWhenTheyComeFromAFileThenTheirVectorsAndMetersAreThere(@TempDir Path folder) throws IOException {
		Path file = Files.writeString(folder.resolve("documents.jsonl"), """
				{"id": 3, "text": "red"}
				{"id": 4000000000, "text": "yellow"}
				""");
		TestDatabase database = TestDatabase.create("file");
		// Stands for that of pgvector, which arrays are assigned to as well.
		database.jdbc().execute("CREATE DOMAIN vector AS real[]");
		try (TestPlatform platform = TestPlatform.start();
				ConfigurableApplicationContext context = run(database, platform, "--bulk.file=file:" + file)) {
			assertThat(database.jdbc()
				.queryForList("SELECT embedding::text FROM document_embedding ORDER BY document_id", String.class))
				.containsExactly("{3,0.5}", "{6,0.5}");
			assertThat(database.jdbc()
				.queryForObject("SELECT pg_typeof(embedding)::text FROM document_embedding LIMIT 1", String.class))
				.isEqualTo("vector");
			assertThat(context.getBean(MeterRegistry.class).getMeters()).extracting((meter) -> meter.getId().getName())
				.contains("spring.batch.job", "spring.batch.step", "spring.batch.chunk.write",
						"gen_ai.client.embeddings.duration");
		}
	}

	private static ConfigurableApplicationContext run(TestDatabase database, TestPlatform platform, String argument) {
		List<String> arguments = new ArrayList<>(List.of(BulkProcess.arguments(database, platform)));
		arguments.add(argument);
		return SpringApplication.run(BulkEmbeddingApplication.class, arguments.toArray(String[]::new));
	}

}
