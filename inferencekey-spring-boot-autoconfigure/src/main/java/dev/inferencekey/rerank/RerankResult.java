package dev.inferencekey.rerank;

import java.util.List;

import dev.inferencekey.operation.LazyJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Documents by relevance.
 */
public final class RerankResult {

	private final List<RerankItem> results;

	private final @Nullable String model;

	private final LazyJson raw;

	/**
	 * Create a result.
	 * @param results the documents, the most relevant first
	 * @param model the model that scored them, {@code null} if unknown
	 * @param raw the whole answer
	 */
	public RerankResult(List<RerankItem> results, @Nullable String model, LazyJson raw) {
		this.results = List.copyOf(results);
		this.model = model;
		this.raw = raw;
	}

	/**
	 * The documents, the most relevant first.
	 * @return an unmodifiable list
	 */
	public List<RerankItem> results() {
		return this.results;
	}

	/**
	 * The model that really answered, as opposed to the workload that was asked.
	 * @return the model, or {@code null} when the server did not say
	 */
	public @Nullable String model() {
		return this.model;
	}

	/**
	 * The whole answer, parsed when it is first asked for.
	 * @return the JSON of the answer
	 */
	public JsonNode raw() {
		return this.raw.get();
	}

	@Override
	public String toString() {
		return "RerankResult[" + this.results + ", model=" + this.model + "]";
	}

}
