package dev.inferencekey.transport;

import java.time.Duration;

import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.observation.WorkloadActivity;
import dev.inferencekey.resilience.ConcurrencySettings;
import dev.inferencekey.resilience.RetrySettings;
import dev.inferencekey.resilience.Timeouts;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * How a workload is doing, for health, metrics and the actuator. Nothing in it is secret.
 */
public final class WorkloadMonitor {

	private final Transport transport;

	WorkloadMonitor(Transport transport) {
		this.transport = transport;
	}

	/**
	 * The name of the workload.
	 * @return the name
	 */
	public String workload() {
		return this.transport.workload();
	}

	/**
	 * Where the workload is.
	 * @return the URL that the paths of operations are added to
	 */
	public String address() {
		return this.transport.address().toString();
	}

	/**
	 * What the field {@code model} of requests says.
	 * @return the model
	 */
	public String model() {
		return this.transport.model();
	}

	/**
	 * The key in use.
	 * @return its public part, such as {@code ik_live_a1b2c3d4…}, or {@code null} for
	 * none
	 */
	public @Nullable String key() {
		ApiKey key = this.transport.currentKey();
		return (key != null) ? key.toString() : null;
	}

	/**
	 * Return what became of recent calls.
	 * @return a read-only view
	 */
	public WorkloadActivity activity() {
		return this.transport.activity().activity();
	}

	/**
	 * Calls that have a place now.
	 * @return a number of calls
	 */
	public int inFlight() {
		return this.transport.guard().inFlight();
	}

	/**
	 * Calls that wait for a place now.
	 * @return a number of calls
	 */
	public int queued() {
		return this.transport.guard().queued();
	}

	/**
	 * Calls that wait for the workload to start now, but for one that is asking.
	 * @return a number of calls
	 */
	public int waitingForStart() {
		return this.transport.retries().waitingForStart();
	}

	/**
	 * What is left of the retry budget.
	 * @return the number of retries that are allowed now
	 */
	public double retryBudget() {
		return this.transport.retries().budget();
	}

	/**
	 * Forget what calls have shown: how they ended, and what they used of the retry
	 * budget. For tests that share a client; counters go on.
	 */
	public void forget() {
		this.transport.retries().forget();
		this.transport.activity().forgetOutcomes();
	}

	/**
	 * The deadlines in force.
	 * @return settings without a gap
	 */
	public Timeouts timeouts() {
		return this.transport.resilience().timeouts().orElse(Timeouts.DEFAULTS);
	}

	/**
	 * The retry settings in force.
	 * @return settings without a gap
	 */
	public RetrySettings retry() {
		return this.transport.resilience().retry().orElse(RetrySettings.DEFAULTS);
	}

	/**
	 * The concurrency settings in force.
	 * @return settings without a gap
	 */
	public ConcurrencySettings concurrency() {
		return this.transport.resilience().concurrency().orElse(ConcurrencySettings.DEFAULTS);
	}

	/**
	 * Ask the workload whether it is there, by {@code GET …/v1/models}: no inference, no
	 * retry, no place, and no trace in metrics or in the activity.
	 * @param timeout how long it may take
	 * @return completes when it answers with success, and fails as a call would
	 */
	public Mono<Void> probe(Duration timeout) {
		return this.transport.probe(timeout);
	}

}
