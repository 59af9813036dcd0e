/**
 * Spring Boot auto-configuration of InferenceKey workloads.
 */
@NullMarked
package dev.inferencekey.autoconfigure;

import org.jspecify.annotations.NullMarked;
