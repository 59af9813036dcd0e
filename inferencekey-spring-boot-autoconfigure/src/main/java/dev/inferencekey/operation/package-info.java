/**
 * What all operations share. Internal, but for {@link dev.inferencekey.operation.Usage}.
 */
@NullMarked
package dev.inferencekey.operation;

import org.jspecify.annotations.NullMarked;
