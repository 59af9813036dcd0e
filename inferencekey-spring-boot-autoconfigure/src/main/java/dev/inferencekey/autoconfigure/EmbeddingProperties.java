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

package dev.inferencekey.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * How vectors are requested.
 */
public class EmbeddingProperties {

	/**
	 * Encoding of vectors to ask for (encoding_format). By default base64 is tried, and
	 * numbers where it does not work.
	 */
	private @Nullable EncodingFormat encodingFormat;

	/**
	 * Maximum number of texts in one request; more texts are sent in several requests. By
	 * default 64. A batch that a server finds too large is halved, and the smaller size
	 * is kept.
	 */
	private @Nullable Integer batchSize;

	/**
	 * Maximum number of concurrent requests that embed the texts of one call. By default
	 * 4. No more than concurrency.max-in-flight.
	 */
	private @Nullable Integer maxConcurrentBatches;

	public @Nullable EncodingFormat getEncodingFormat() {
		return this.encodingFormat;
	}

	public void setEncodingFormat(@Nullable EncodingFormat encodingFormat) {
		this.encodingFormat = encodingFormat;
	}

	public @Nullable Integer getBatchSize() {
		return this.batchSize;
	}

	public void setBatchSize(@Nullable Integer batchSize) {
		this.batchSize = batchSize;
	}

	public @Nullable Integer getMaxConcurrentBatches() {
		return this.maxConcurrentBatches;
	}

	public void setMaxConcurrentBatches(@Nullable Integer maxConcurrentBatches) {
		this.maxConcurrentBatches = maxConcurrentBatches;
	}

}
