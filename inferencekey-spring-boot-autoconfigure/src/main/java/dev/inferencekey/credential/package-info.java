/**
 * Keys: a secret that prints as its prefix, where keys come from and how they are
 * renewed.
 */
@NullMarked
package dev.inferencekey.credential;

import org.jspecify.annotations.NullMarked;
