/**
 * The local platform as a program of its own.
 */
@NullMarked
package dev.inferencekey.localplatform.standalone;

import org.jspecify.annotations.NullMarked;
