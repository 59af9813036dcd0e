/**
 * A support desk that searches a handbook and streams answers to a web page.
 */
@NullMarked
package dev.inferencekey.samples.supportdesk;

import org.jspecify.annotations.NullMarked;
