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

package dev.inferencekey.embedding;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.inferencekey.operation.Parameterized;
import dev.inferencekey.operation.Timed;
import org.jspecify.annotations.Nullable;

/**
 * A request to embed texts. Immutable. It is checked when it is sent.
 * <p>
 * Implements {@code /embeddings} of the wire contract.
 */
public final class EmbedRequest implements Timed, Parameterized {

	private final List<String> input;

	private final Map<String, Object> parameters;

	private final @Nullable Duration timeout;

	private final @Nullable Integer batchSize;

	private final long firstIndex;

	private EmbedRequest(List<String> input, Map<String, Object> parameters, @Nullable Duration timeout,
			@Nullable Integer batchSize, long firstIndex) {
		this.input = input;
		this.parameters = parameters;
		this.timeout = timeout;
		this.batchSize = batchSize;
		this.firstIndex = firstIndex;
	}

	/**
	 * Embed texts.
	 * @param input the texts, at least one
	 * @return the request
	 */
	public static EmbedRequest of(List<String> input) {
		return new EmbedRequest(List.copyOf(input), Map.of(), null, null, 0);
	}

	/**
	 * Build a request.
	 * @return a new builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * The texts to embed.
	 * @return the texts
	 */
	public List<String> input() {
		return this.input;
	}

	/**
	 * Every other field of the body that is set, by its name on the wire.
	 * @return the fields in the order in which they were set
	 */
	@Override
	public Map<String, Object> parameters() {
		return this.parameters;
	}

	@Override
	public @Nullable Duration timeout() {
		return this.timeout;
	}

	/**
	 * The most texts that are sent in one request; more are split.
	 * @return the number, or {@code null} for what is configured
	 */
	public @Nullable Integer batchSize() {
		return this.batchSize;
	}

	/**
	 * The index that the first text has among those of the caller.
	 * @return the index, 0 unless this is a part of a larger request
	 */
	long firstIndex() {
		return this.firstIndex;
	}

	EmbedRequest withInput(List<String> input, long firstIndex) {
		return new EmbedRequest(input, this.parameters, this.timeout, this.batchSize, firstIndex);
	}

	EmbedRequest withTimeout(@Nullable Duration timeout) {
		return new EmbedRequest(this.input, this.parameters, timeout, this.batchSize, this.firstIndex);
	}

	boolean hasEncodingFormat() {
		return this.parameters.containsKey("encoding_format");
	}

	EmbedRequest withEncodingFormat(String encodingFormat) {
		Map<String, Object> changed = new LinkedHashMap<>(this.parameters);
		changed.put("encoding_format", encodingFormat);
		return new EmbedRequest(this.input, Collections.unmodifiableMap(changed), this.timeout, this.batchSize,
				this.firstIndex);
	}

	/**
	 * The length of the vectors that is asked for.
	 * @return the number of dimensions, 0 if that is left to the model
	 */
	int dimensions() {
		return (this.parameters.get("dimensions") instanceof Number dimensions) ? dimensions.intValue() : 0;
	}

	/**
	 * Builds an {@link EmbedRequest}. Not thread-safe.
	 */
	public static final class Builder {

		private final List<String> input = new ArrayList<>();

		private final Map<String, Object> parameters = new LinkedHashMap<>();

		private @Nullable Duration timeout;

		private @Nullable Integer batchSize;

		private Builder() {
		}

		/**
		 * Add texts to embed.
		 * @param input the texts
		 * @return this builder
		 */
		public Builder input(String... input) {
			return input(List.of(input));
		}

		/**
		 * Add texts to embed.
		 * @param input the texts
		 * @return this builder
		 */
		public Builder input(List<String> input) {
			this.input.addAll(input);
			return this;
		}

		/**
		 * Ask for shorter vectors, where the model can. An answer with vectors of another
		 * length is an error.
		 * @param dimensions the length of each vector
		 * @return this builder
		 */
		public Builder dimensions(int dimensions) {
			this.parameters.put("dimensions", dimensions);
			return this;
		}

		/**
		 * Ask for a way to write the vectors. The result is the same, whatever the server
		 * chooses.
		 * @param encodingFormat {@code float} or {@code base64}
		 * @return this builder
		 */
		public Builder encodingFormat(String encodingFormat) {
			this.parameters.put("encoding_format", encodingFormat);
			return this;
		}

		/**
		 * Limit the number of texts in one request. More texts are sent in several
		 * requests, some of them at the same time. A server that takes fewer still gets
		 * fewer.
		 * @param batchSize at least 1, by default what is configured
		 * @return this builder
		 */
		public Builder batchSize(int batchSize) {
			this.batchSize = batchSize;
			return this;
		}

		/**
		 * Give this call a deadline of its own. It bounds all requests of the call
		 * together, whereas the configured deadline holds for each request.
		 * @param timeout how long it may take, with all its retries and waits
		 * @return this builder
		 */
		public Builder timeout(Duration timeout) {
			this.timeout = timeout;
			return this;
		}

		/**
		 * Set any other field of the body.
		 * @param name the name on the wire
		 * @param value anything that the application's {@code JsonMapper} can write
		 * @return this builder
		 */
		public Builder extra(String name, Object value) {
			this.parameters.put(name, value);
			return this;
		}

		/**
		 * Build the request.
		 * @return an immutable request
		 */
		public EmbedRequest build() {
			return new EmbedRequest(List.copyOf(this.input),
					Collections.unmodifiableMap(new LinkedHashMap<>(this.parameters)), this.timeout, this.batchSize, 0);
		}

	}

}
