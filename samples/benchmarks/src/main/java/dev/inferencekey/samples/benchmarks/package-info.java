/**
 * This client, its peers and the bytes alone against one server.
 */
@NullMarked
package dev.inferencekey.samples.benchmarks;

import org.jspecify.annotations.NullMarked;
