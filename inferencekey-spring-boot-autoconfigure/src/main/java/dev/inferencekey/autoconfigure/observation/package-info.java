/**
 * Metrics of InferenceKey workloads.
 */
@NullMarked
package dev.inferencekey.autoconfigure.observation;

import org.jspecify.annotations.NullMarked;
