package dev.inferencekey.rerank;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.inferencekey.operation.Timed;
import org.jspecify.annotations.Nullable;

/**
 * A request to order documents by their relevance to a query. Immutable. It is checked
 * when it is sent.
 * <p>
 * Implements {@code /rerank} of the wire contract.
 *
 * @param query what the documents should answer, not blank
 * @param documents the documents, at least one
 * @param topN how many of the best to return, {@code null} for all
 * @param timeout how long this call may take, with all its retries and waits,
 * {@code null} for what is configured
 */
public record RerankRequest(String query, List<String> documents, @Nullable Integer topN,
		@Nullable Duration timeout) implements Timed {

	/**
	 * Create a request.
	 * @param query what the documents should answer
	 * @param documents the documents
	 * @param topN how many of the best to return, {@code null} for all
	 * @param timeout how long this call may take, {@code null} for what is configured
	 */
	public RerankRequest {
		documents = List.copyOf(documents);
	}

	/**
	 * Order all documents.
	 * @param query what the documents should answer
	 * @param documents the documents
	 * @return the request
	 */
	public static RerankRequest of(String query, List<String> documents) {
		return new RerankRequest(query, documents, null, null);
	}

	/**
	 * Build a request.
	 * @return a new builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Builds a {@link RerankRequest}. Not thread-safe.
	 */
	public static final class Builder {

		private String query = "";

		private final List<String> documents = new ArrayList<>();

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
		 * Return only the best.
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
		 * Build the request.
		 * @return an immutable request
		 */
		public RerankRequest build() {
			return new RerankRequest(this.query, this.documents, this.topN, this.timeout);
		}

	}

}
