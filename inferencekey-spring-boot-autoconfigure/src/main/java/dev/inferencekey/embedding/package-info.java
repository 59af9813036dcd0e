/**
 * Embeddings: requests, results and how they stand on the wire.
 */
@NullMarked
package dev.inferencekey.embedding;

import org.jspecify.annotations.NullMarked;
