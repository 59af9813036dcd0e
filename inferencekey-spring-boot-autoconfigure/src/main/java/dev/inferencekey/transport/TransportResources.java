package dev.inferencekey.transport;

import java.util.concurrent.CompletionStage;

import dev.inferencekey.exchange.CallTimer;
import dev.inferencekey.operation.Json;
import dev.inferencekey.resilience.ShutdownGate;

/**
 * What the pipelines of all workloads of one client share. Thread-safe.
 */
public final class TransportResources implements AutoCloseable {

	private final ShutdownGate gate = new ShutdownGate();

	private final CallThreads threads = new CallThreads();

	private final CallTimer timer = new CallTimer(this.threads);

	private final ObserverFailures failures = new ObserverFailures();

	private final Json json;

	private final ContentSettings content;

	/**
	 * Create the resources of a client.
	 * @param json how JSON is written and read
	 * @param content where prompts and answers may be shown
	 */
	public TransportResources(Json json, ContentSettings content) {
		this.json = json;
		this.content = content;
	}

	/**
	 * Counts the calls of the client, and closes when the application ends.
	 * @return the gate
	 */
	public ShutdownGate gate() {
		return this.gate;
	}

	/**
	 * End all calls that are still under way. Threads go on until they have nothing left
	 * to do.
	 */
	@Override
	public void close() {
		this.gate.end();
		this.timer.close();
		CompletionStage<Void> idle = this.gate.close();
		idle.thenRun(this.threads::close);
	}

	CallThreads threads() {
		return this.threads;
	}

	CallTimer timer() {
		return this.timer;
	}

	ObserverFailures failures() {
		return this.failures;
	}

	Json json() {
		return this.json;
	}

	ContentSettings content() {
		return this.content;
	}

}
