package dev.inferencekey.embedding;

import java.util.List;

import dev.inferencekey.operation.Usage;
import org.jspecify.annotations.Nullable;

/**
 * Vectors, one for each input, in the order of the inputs and all of the same length.
 */
public final class EmbedResult {

	private final List<float[]> embeddings;

	private final @Nullable String model;

	private final @Nullable Usage usage;

	/**
	 * Create a result.
	 * @param embeddings the vectors, in the order of the inputs
	 * @param model the model that made them, {@code null} if unknown
	 * @param usage the tokens that they cost, {@code null} if unknown
	 */
	public EmbedResult(List<float[]> embeddings, @Nullable String model, @Nullable Usage usage) {
		this.embeddings = List.copyOf(embeddings);
		this.model = model;
		this.usage = usage;
	}

	/**
	 * The vectors.
	 * @return an unmodifiable list, as long as the inputs and in their order; the arrays
	 * are the caller's to keep
	 */
	public List<float[]> embeddings() {
		return this.embeddings;
	}

	/**
	 * The model that really answered, as opposed to the workload that was asked.
	 * @return the model, or {@code null} when the server did not say
	 */
	public @Nullable String model() {
		return this.model;
	}

	/**
	 * What the call cost.
	 * @return the tokens, or {@code null} when the server did not say
	 */
	public @Nullable Usage usage() {
		return this.usage;
	}

	@Override
	public String toString() {
		int dimensions = this.embeddings.isEmpty() ? 0 : this.embeddings.get(0).length;
		return "EmbedResult[" + this.embeddings.size() + " vectors of " + dimensions + ", model=" + this.model
				+ ", usage=" + this.usage + "]";
	}

}
