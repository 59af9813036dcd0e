/**
 * Call AI workloads that run on the InferenceKey platform.
 */
@NullMarked
package dev.inferencekey;

import org.jspecify.annotations.NullMarked;
