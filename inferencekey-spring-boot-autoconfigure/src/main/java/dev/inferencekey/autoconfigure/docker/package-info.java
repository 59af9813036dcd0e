/**
 * Docker Compose services of the local platform and of engines.
 */
@NullMarked
package dev.inferencekey.autoconfigure.docker;

import org.jspecify.annotations.NullMarked;
