/**
 * What the actuator shows of InferenceKey workloads, and what it must not show.
 */
@NullMarked
package dev.inferencekey.autoconfigure.actuate;

import org.jspecify.annotations.NullMarked;
