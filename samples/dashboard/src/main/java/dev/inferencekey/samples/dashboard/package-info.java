/**
 * The run that the dashboard is held to.
 */
@NullMarked
package dev.inferencekey.samples.dashboard;

import org.jspecify.annotations.NullMarked;
