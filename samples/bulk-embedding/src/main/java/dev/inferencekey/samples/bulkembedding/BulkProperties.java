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

import java.nio.file.Path;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.Resource;

/**
 * Settings of a run.
 *
 * @param run the name of the run; processes with the same name work together, and a run
 * that ended early goes on when it is started again
 * @param documents how many documents to generate if the table is empty
 * @param file documents to load instead if the table is empty, one JSON object with
 * {@code id} and {@code text} in each line
 * @param chunkSize how many documents are embedded and stored in one transaction
 * @param partitionSize how many ids one process claims at a time
 * @param workers how many partitions this process works on at the same time
 * @param skipLimit the number of skipped documents that fails a partition
 * @param retry how to retry chunks
 * @param dataDirectory where the embedded database keeps its files
 */
@ConfigurationProperties("bulk")
record BulkProperties(String run, int documents, @Nullable Resource file, int chunkSize, int partitionSize, int workers,
		int skipLimit, Retry retry, @DefaultValue("bulk-embedding-data") Path dataDirectory) {

	/**
	 * How to retry chunks after failures that the client itself could not overcome.
	 *
	 * @param maxAttempts how often a chunk is tried
	 * @param backoff the wait before the first retry, which doubles with each
	 * @param maxBackoff the longest wait
	 */
	record Retry(int maxAttempts, Duration backoff, Duration maxBackoff) {
	}

}
