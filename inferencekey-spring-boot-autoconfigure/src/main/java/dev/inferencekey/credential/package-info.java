/**
 * API keys that print as their public prefix, where they come from and how they are
 * renewed, and the redaction of text that quotes them.
 */
@NullMarked
package dev.inferencekey.credential;

import org.jspecify.annotations.NullMarked;
