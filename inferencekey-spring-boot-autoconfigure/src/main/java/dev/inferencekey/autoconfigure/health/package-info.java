/**
 * Health of InferenceKey workloads.
 */
@NullMarked
package dev.inferencekey.autoconfigure.health;

import org.jspecify.annotations.NullMarked;
