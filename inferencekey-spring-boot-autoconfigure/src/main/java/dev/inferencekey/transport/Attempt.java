package dev.inferencekey.transport;

import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.operation.Operation;
import dev.inferencekey.operation.RequestBody;
import dev.inferencekey.resilience.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * What is sent once.
 *
 * @param operation what to do
 * @param request with what
 * @param body the request as bytes, {@code null} for a request without a body
 * @param key the key, {@code null} for none
 * @param deadline until when
 * @param <Q> the type of the request
 * @param <R> the type of the answer or of a chunk
 */
record Attempt<Q, R>(Operation<Q, R> operation, Q request, @Nullable RequestBody body, @Nullable ApiKey key,
		Deadline deadline) {
}
