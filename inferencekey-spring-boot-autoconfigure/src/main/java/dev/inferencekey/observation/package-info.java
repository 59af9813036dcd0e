/**
 * Observations of calls, and the recent activity of workloads that health, metrics and
 * the actuator show.
 */
@NullMarked
package dev.inferencekey.observation;

import org.jspecify.annotations.NullMarked;
