/**
 * Benchmarks of what this package does not show.
 */
@NullMarked
package dev.inferencekey.transport;

import org.jspecify.annotations.NullMarked;
