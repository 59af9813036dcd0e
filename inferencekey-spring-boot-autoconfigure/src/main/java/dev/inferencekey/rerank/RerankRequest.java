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

package dev.inferencekey.rerank;

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
 * A request to order documents by their relevance to a query. Immutable. It is checked
 * when it is sent.
 * <p>
 * Implements {@code /rerank} of the wire contract.
 */
public final class RerankRequest implements Timed, Parameterized {

	private final String query;

	private final List<String> documents;

	private final @Nullable Integer topN;

	private final Map<String, Object> extra;

	private final @Nullable Duration timeout;

	private RerankRequest(Builder builder) {
		this.query = builder.query;
		this.documents = List.copyOf(builder.documents);
		this.topN = builder.topN;
		this.extra = Collections.unmodifiableMap(new LinkedHashMap<>(builder.extra));
		this.timeout = builder.timeout;
	}

	/**
	 * Order all documents.
	 * @param query what the documents should answer
	 * @param documents the documents
	 * @return the request
	 */
	public static RerankRequest of(String query, List<String> documents) {
		return builder().query(query).documents(documents).build();
	}

	/**
	 * Build a request.
	 * @return a new builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * What the documents should answer.
	 * @return the query
	 */
	public String query() {
		return this.query;
	}

	/**
	 * The documents to order.
	 * @return an unmodifiable list
	 */
	public List<String> documents() {
		return this.documents;
	}

	/**
	 * How many of the best documents to return.
	 * @return the number, or {@code null} for all of them
	 */
	public @Nullable Integer topN() {
		return this.topN;
	}

	/**
	 * The fields of the body that were set by {@link Builder#extra}.
	 * @return the fields in the order in which they were set
	 */
	public Map<String, Object> extra() {
		return this.extra;
	}

	@Override
	public Map<String, Object> parameters() {
		if (this.topN == null) {
			return this.extra;
		}
		Map<String, Object> parameters = new LinkedHashMap<>();
		parameters.put("top_n", this.topN);
		parameters.putAll(this.extra);
		return Collections.unmodifiableMap(parameters);
	}

	@Override
	public @Nullable Duration timeout() {
		return this.timeout;
	}

	/**
	 * Builds a {@link RerankRequest}. Not thread-safe.
	 */
	public static final class Builder {

		private String query = "";

		private final List<String> documents = new ArrayList<>();

		private final Map<String, Object> extra = new LinkedHashMap<>();

		private @Nullable Integer topN;

		private @Nullable Duration timeout;

		private Builder() {
		}

		/**
		 * What the documents should answer.
		 * @param query the query
		 * @return this builder
		 */
		public Builder query(String query) {
			this.query = query;
			return this;
		}

		/**
		 * Add documents.
		 * @param documents the documents
		 * @return this builder
		 */
		public Builder documents(String... documents) {
			return documents(List.of(documents));
		}

		/**
		 * Add documents.
		 * @param documents the documents
		 * @return this builder
		 */
		public Builder documents(List<String> documents) {
			this.documents.addAll(documents);
			return this;
		}

		/**
		 * Return only the best, also where the server ignores this and returns more.
		 * @param topN how many, at least 1
		 * @return this builder
		 */
		public Builder topN(int topN) {
			this.topN = topN;
			return this;
		}

		/**
		 * Give this call a deadline of its own.
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
			this.extra.put(name, value);
			return this;
		}

		/**
		 * Build the request.
		 * @return an immutable request
		 */
		public RerankRequest build() {
			return new RerankRequest(this);
		}

	}

}
