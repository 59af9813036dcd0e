/**
 * The one pipeline that carries every operation.
 */
@NullMarked
package dev.inferencekey.transport;

import org.jspecify.annotations.NullMarked;
