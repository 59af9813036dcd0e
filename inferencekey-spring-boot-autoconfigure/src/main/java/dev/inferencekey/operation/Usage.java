package dev.inferencekey.operation;

/**
 * The tokens that a call cost, as the server counted them.
 *
 * @param inputTokens tokens of the request
 * @param outputTokens tokens of the answer, 0 for embeddings and reranking
 * @param totalTokens all tokens
 */
public record Usage(int inputTokens, int outputTokens, int totalTokens) {
}
