/**
 * Internal. One attempt: a request to a target and its answer, in bytes and frames, and
 * what each way of failing means. Knows nothing of retries, workloads or observations.
 */
@NullMarked
package dev.inferencekey.exchange;

import org.jspecify.annotations.NullMarked;
