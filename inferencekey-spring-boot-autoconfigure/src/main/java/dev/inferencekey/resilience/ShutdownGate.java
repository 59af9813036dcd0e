package dev.inferencekey.resilience;

import java.util.concurrent.CompletableFuture;

/**
 * Counts the calls of a client, so that it can be shut down without cutting them off.
 * Thread-safe.
 */
public final class ShutdownGate {

	private final CompletableFuture<Void> idle = new CompletableFuture<>();

	private int running;

	private boolean closed;

	/**
	 * Begin a call.
	 * @return {@code false} when the client is shut down; otherwise {@link #leave()} must
	 * follow
	 */
	public synchronized boolean enter() {
		if (this.closed) {
			return false;
		}
		this.running++;
		return true;
	}

	/**
	 * End a call.
	 */
	public synchronized void leave() {
		this.running--;
		if (this.closed && this.running == 0) {
			this.idle.complete(null);
		}
	}

	/**
	 * Let no further call begin.
	 * @return completes when the last running call has ended
	 */
	public synchronized CompletableFuture<Void> close() {
		this.closed = true;
		if (this.running == 0) {
			this.idle.complete(null);
		}
		return this.idle;
	}

}
