/**
 * Internal. The policy for the calls of a workload: permits, attempts, retries, key
 * renewal, the deadline, and the record of what became of each call.
 */
@NullMarked
package dev.inferencekey.transport;

import org.jspecify.annotations.NullMarked;
