/**
 * A support desk: retrieval over a handbook, and a page that streams answers.
 */
@NullMarked
package dev.inferencekey.samples.supportdesk;

import org.jspecify.annotations.NullMarked;
