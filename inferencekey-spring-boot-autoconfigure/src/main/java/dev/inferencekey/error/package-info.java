/**
 * The exceptions of the client. None of them shows a secret.
 */
@NullMarked
package dev.inferencekey.error;

import org.jspecify.annotations.NullMarked;
