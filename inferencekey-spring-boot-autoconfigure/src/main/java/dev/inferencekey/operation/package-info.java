/**
 * What all operations share.
 */
@NullMarked
package dev.inferencekey.operation;

import org.jspecify.annotations.NullMarked;
