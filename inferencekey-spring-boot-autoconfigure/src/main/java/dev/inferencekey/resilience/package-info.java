/**
 * The settings of time-outs, retries and concurrency, and the circuit breaker that an
 * application may supply.
 * <p>
 * The strategies that follow the settings are internal: small classes without threads of
 * their own, with time and chance given to them.
 */
@NullMarked
package dev.inferencekey.resilience;

import org.jspecify.annotations.NullMarked;
