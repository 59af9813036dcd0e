package dev.inferencekey.wire;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.inferencekey.resilience.CircuitBreaker;

/**
 * A circuit breaker that is opened by hand and remembers what it was told.
 */
public final class RecordingCircuitBreaker implements CircuitBreaker {

	private final List<String> told = new CopyOnWriteArrayList<>();

	private volatile boolean open;

	public void open() {
		this.open = true;
	}

	/**
	 * Return {@code succeeded}, {@code failed} or {@code abandoned} for each call, in
	 * order.
	 */
	public List<String> told() {
		return this.told;
	}

	@Override
	public boolean tryEnter() {
		return !this.open;
	}

	@Override
	public void succeeded(Duration took) {
		this.told.add("succeeded");
	}

	@Override
	public void failed(Duration took, Throwable failure) {
		this.told.add("failed");
	}

	@Override
	public void abandoned() {
		this.told.add("abandoned");
	}

}
