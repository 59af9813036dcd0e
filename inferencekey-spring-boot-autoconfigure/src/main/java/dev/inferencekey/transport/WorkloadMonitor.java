/*
 * Copyright 2026 the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.inferencekey.transport;

import java.time.Duration;
import java.util.function.Function;

import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.observation.WorkloadActivity;
import dev.inferencekey.resilience.ConcurrencySettings;
import dev.inferencekey.resilience.RetryBudget;
import dev.inferencekey.resilience.RetrySettings;
import dev.inferencekey.resilience.Timeouts;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * How a workload is doing, for health, metrics and the actuator. Nothing in it is secret.
 */
public final class WorkloadMonitor {

	private final TransportSettings settings;

	private final WorkloadKeys keys;

	private final Bulkhead bulkhead;

	private final Retries retries;

	private final RetryBudget budget;

	private final KeyRenewals renewals;

	private final Function<Duration, Mono<Void>> probe;

	WorkloadMonitor(TransportSettings settings, WorkloadKeys keys, Bulkhead bulkhead, Retries retries,
			KeyRenewals renewals, Function<Duration, Mono<Void>> probe) {
		this.settings = settings;
		this.keys = keys;
		this.bulkhead = bulkhead;
		this.retries = retries;
		this.budget = renewals.budget();
		this.renewals = renewals;
		this.probe = probe;
	}

	/**
	 * The name of the workload.
	 * @return the name
	 */
	public String workload() {
		return this.settings.target().workload();
	}

	/**
	 * Where the workload is.
	 * @return the URL that the paths of operations are added to
	 */
	public String address() {
		return this.settings.target().address().toString();
	}

	/**
	 * What the field {@code model} of requests says.
	 * @return the model
	 */
	public String model() {
		return this.settings.model();
	}

	/**
	 * The key in use.
	 * @return its public part, such as {@code ik_live_a1b2c3d4…}, or {@code null} for
	 * none
	 */
	public @Nullable String key() {
		ApiKey key = this.keys.current();
		return (key != null) ? key.toString() : null;
	}

	/**
	 * What became of calls.
	 * @return counters and last outcomes
	 */
	public WorkloadActivity activity() {
		return this.settings.activity().activity();
	}

	/**
	 * Calls that hold a permit now.
	 * @return a number of calls
	 */
	public int inFlight() {
		return this.bulkhead.inFlight();
	}

	/**
	 * Calls that wait for a permit now.
	 * @return a number of calls
	 */
	public int queued() {
		return this.bulkhead.queued();
	}

	/**
	 * Calls that wait for the workload to start now, but for one that is asking.
	 * @return a number of calls
	 */
	public int waitingForStart() {
		return this.retries.waitingForStart();
	}

	/**
	 * What is left of the retry budget.
	 * @return the number of retries that are allowed now
	 */
	public double retryBudget() {
		return this.budget.level();
	}

	/**
	 * Forget what calls have shown: how they ended, and what they used of the retry
	 * budget. For tests that share a client; counters go on.
	 */
	public void forget() {
		this.budget.fill();
		this.renewals.forget();
		this.settings.activity().forgetOutcomes();
	}

	/**
	 * The deadlines in force.
	 * @return settings without a gap
	 */
	public Timeouts timeouts() {
		return this.settings.timeouts().orElse(Timeouts.DEFAULTS);
	}

	/**
	 * The retry settings in force.
	 * @return settings without a gap
	 */
	public RetrySettings retry() {
		return this.settings.retry().orElse(RetrySettings.DEFAULTS);
	}

	/**
	 * The concurrency settings in force.
	 * @return settings without a gap
	 */
	public ConcurrencySettings concurrency() {
		return this.settings.concurrency().orElse(ConcurrencySettings.DEFAULTS);
	}

	/**
	 * Ask the workload whether it is there, by {@code GET …/v1/models}: no inference, no
	 * retry, no permit, and no trace in metrics or in the activity.
	 * @param timeout how long it may take
	 * @return completes when it answers with success, and fails as a call would
	 */
	public Mono<Void> probe(Duration timeout) {
		return this.probe.apply(timeout);
	}

}
