/**
 * Deadlines, retries, the retry budget and the concurrency limit: small strategies
 * without threads of their own, with time and chance given to them.
 */
@NullMarked
package dev.inferencekey.resilience;

import org.jspecify.annotations.NullMarked;
