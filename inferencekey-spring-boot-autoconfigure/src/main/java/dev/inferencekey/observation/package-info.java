/**
 * What can be seen of calls from outside: their observations, and what health and metrics
 * tell of each workload.
 */
@NullMarked
package dev.inferencekey.observation;

import org.jspecify.annotations.NullMarked;
