/**
 * Text generation: requests, results, chunks and how they stand on the wire.
 */
@NullMarked
package dev.inferencekey.text;

import org.jspecify.annotations.NullMarked;
