/**
 * The wire contract of the InferenceKey platform, served on this machine.
 */
@NullMarked
package dev.inferencekey.localplatform;

import org.jspecify.annotations.NullMarked;
