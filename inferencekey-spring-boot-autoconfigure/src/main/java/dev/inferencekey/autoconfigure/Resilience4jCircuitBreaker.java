package dev.inferencekey.autoconfigure;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import dev.inferencekey.resilience.CircuitBreaker;

/**
 * Adapts a circuit breaker of Resilience4j.
 */
class Resilience4jCircuitBreaker implements CircuitBreaker {

	private final io.github.resilience4j.circuitbreaker.CircuitBreaker breaker;

	Resilience4jCircuitBreaker(io.github.resilience4j.circuitbreaker.CircuitBreaker breaker) {
		this.breaker = breaker;
	}

	@Override
	public boolean tryEnter() {
		return this.breaker.tryAcquirePermission();
	}

	@Override
	public void succeeded(Duration took) {
		this.breaker.onSuccess(took.toNanos(), TimeUnit.NANOSECONDS);
	}

	@Override
	public void failed(Duration took, Throwable failure) {
		this.breaker.onError(took.toNanos(), TimeUnit.NANOSECONDS, failure);
	}

	@Override
	public void abandoned() {
		this.breaker.releasePermission();
	}

}
