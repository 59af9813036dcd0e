/**
 * The exceptions.
 */
@NullMarked
package dev.inferencekey.error;

import org.jspecify.annotations.NullMarked;
