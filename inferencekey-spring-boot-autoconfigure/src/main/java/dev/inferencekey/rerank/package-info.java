/**
 * Reranking: requests, results and how they stand on the wire.
 */
@NullMarked
package dev.inferencekey.rerank;

import org.jspecify.annotations.NullMarked;
