package dev.inferencekey.rerank;

import java.util.Comparator;

/**
 * How relevant one document is.
 *
 * @param index which document, counted from 0 in the order of the request
 * @param relevanceScore how relevant it is, on a scale of the model's own; more is better
 */
public record RerankItem(int index, double relevanceScore) {

	static final Comparator<RerankItem> BEST_FIRST = Comparator.comparingDouble(RerankItem::relevanceScore).reversed();

}
