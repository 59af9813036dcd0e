/**
 * {@code @ServiceConnection} for the local platform and for engines in containers.
 */
@NullMarked
package dev.inferencekey.autoconfigure.testcontainers;

import org.jspecify.annotations.NullMarked;
