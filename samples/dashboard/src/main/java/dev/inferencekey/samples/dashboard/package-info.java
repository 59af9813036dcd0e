/**
 * Records a run that the dashboard is tested against.
 */
@NullMarked
package dev.inferencekey.samples.dashboard;

import org.jspecify.annotations.NullMarked;
