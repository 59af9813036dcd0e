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

package dev.inferencekey.autoconfigure.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.inferencekey.DataClient;
import dev.inferencekey.WorkloadSettings;
import dev.inferencekey.error.ConfigurationException;
import dev.inferencekey.error.InferenceKeyException;
import dev.inferencekey.observation.WorkloadActivity;
import dev.inferencekey.observation.WorkloadActivity.Evidence;
import dev.inferencekey.observation.WorkloadActivity.Outcome;
import dev.inferencekey.resilience.ConcurrencySettings;
import dev.inferencekey.resilience.RetrySettings;
import dev.inferencekey.resilience.Timeouts;
import dev.inferencekey.text.TextRequest;
import dev.inferencekey.transport.WorkloadMonitor;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * {@link Endpoint @Endpoint} that shows the effective settings, the counters and the most
 * recent failures of each configured workload. Of a key, only the public part is shown.
 */
@Endpoint(id = "inferencekey")
public class WorkloadsEndpoint {

	private final DataClient client;

	/**
	 * Create the endpoint.
	 * @param client the client of the workloads
	 */
	public WorkloadsEndpoint(DataClient client) {
		this.client = client;
	}

	/**
	 * Show all workloads.
	 * @return a description of each, by its name
	 */
	@ReadOperation
	public WorkloadsDescriptor workloads() {
		Map<String, WorkloadDescriptor> workloads = new LinkedHashMap<>();
		this.client.workloads().forEach((workload) -> workloads.put(workload, describe(workload)));
		return new WorkloadsDescriptor(workloads);
	}

	/**
	 * Show one workload.
	 * @param workload its name
	 * @return its description, or {@code null} when it is not configured
	 */
	@ReadOperation
	public @Nullable WorkloadDescriptor workload(@Selector String workload) {
		return this.client.workloads().contains(workload) ? describe(workload) : null;
	}

	private WorkloadDescriptor describe(String workload) {
		WorkloadMonitor monitor = this.client.monitor(workload);
		WorkloadSettings settings = this.client.settings(workload);
		TextRequest defaults = settings.textDefaults();
		return new WorkloadDescriptor(monitor.address(), monitor.model(), key(monitor),
				(defaults != null) ? defaults.parameters() : Map.of(), TimeoutDescriptor.of(monitor.timeouts()),
				RetryDescriptor.of(monitor.retry()), ConcurrencyDescriptor.of(monitor.concurrency()),
				StateDescriptor.of(monitor), CountersDescriptor.of(monitor.activity()),
				monitor.activity().failures().stream().map(FailureDescriptor::of).toList());
	}

	private static @Nullable String key(WorkloadMonitor monitor) {
		try {
			return monitor.key();
		}
		catch (ConfigurationException ex) {
			return ex.problem();
		}
		catch (InferenceKeyException ex) {
			return String.valueOf(ex.getMessage());
		}
	}

	/**
	 * All workloads.
	 *
	 * @param workloads a description of each, by its name
	 */
	public record WorkloadsDescriptor(Map<String, WorkloadDescriptor> workloads) {
	}

	/**
	 * A workload.
	 *
	 * @param address the URL that the paths of operations are appended to
	 * @param model the model that requests name
	 * @param key the public part of the key, {@code null} for none
	 * @param defaults the default parameters of text requests
	 * @param timeout the timeouts
	 * @param retry the retry settings
	 * @param concurrency the concurrency settings
	 * @param state the present state
	 * @param counters the counters since the start
	 * @param lastFailures the most recent failures, oldest first
	 */
	public record WorkloadDescriptor(String address, String model, @Nullable String key, Map<String, Object> defaults,
			TimeoutDescriptor timeout, RetryDescriptor retry, ConcurrencyDescriptor concurrency, StateDescriptor state,
			CountersDescriptor counters, List<FailureDescriptor> lastFailures) {
	}

	/**
	 * The timeouts of a workload.
	 *
	 * @param firstChunk up to the first byte of the answer's body
	 * @param idle the longest gap in an answer
	 * @param total the whole call
	 */
	public record TimeoutDescriptor(@Nullable Duration firstChunk, @Nullable Duration idle, @Nullable Duration total) {

		private static TimeoutDescriptor of(Timeouts timeouts) {
			return new TimeoutDescriptor(timeouts.firstChunk(), timeouts.idle(), timeouts.total());
		}

	}

	/**
	 * The retry settings of a workload.
	 *
	 * @param maxAttempts the most times that a call is sent
	 * @param initialBackoff the longest wait before the first retry
	 * @param maxBackoff the longest wait before any retry
	 */
	public record RetryDescriptor(@Nullable Integer maxAttempts, @Nullable Duration initialBackoff,
			@Nullable Duration maxBackoff) {

		private static RetryDescriptor of(RetrySettings retry) {
			return new RetryDescriptor(retry.maxAttempts(), retry.initialBackoff(), retry.maxBackoff());
		}

	}

	/**
	 * The concurrency settings of a workload.
	 *
	 * @param maxInFlight the most calls at the same time
	 * @param maxQueued the most calls that wait for a permit
	 */
	public record ConcurrencyDescriptor(@Nullable Integer maxInFlight, @Nullable Integer maxQueued) {

		private static ConcurrencyDescriptor of(ConcurrencySettings concurrency) {
			return new ConcurrencyDescriptor(concurrency.maxInFlight(), concurrency.maxQueued());
		}

	}

	/**
	 * A failed call.
	 *
	 * @param at when it failed
	 * @param errorType why it failed, as {@code error.type} has it
	 * @param evidence what it says about the workload
	 * @param message the message of the exception, without secrets
	 * @param requestId the request id that the server gave, {@code null} for none
	 */
	public record FailureDescriptor(Instant at, String errorType, Evidence evidence, @Nullable String message,
			@Nullable String requestId) {

		private static FailureDescriptor of(Outcome failure) {
			return new FailureDescriptor(failure.at(), failure.errorType(), failure.evidence(), failure.message(),
					failure.requestId());
		}

	}

	/**
	 * The present state of a workload.
	 *
	 * @param inFlight calls in flight
	 * @param queued calls waiting in the queue
	 * @param waitingForStart calls waiting for the workload to start
	 * @param retryBudget retries that the budget allows
	 */
	public record StateDescriptor(int inFlight, int queued, int waitingForStart, double retryBudget) {

		private static StateDescriptor of(WorkloadMonitor monitor) {
			return new StateDescriptor(monitor.inFlight(), monitor.queued(), monitor.waitingForStart(),
					monitor.retryBudget());
		}

	}

	/**
	 * The counters of a workload since the start.
	 *
	 * @param calls all calls that have ended
	 * @param failed calls that failed
	 * @param cancelled calls that their callers cancelled
	 * @param retries retries by cause
	 * @param rejected calls that were rejected without being sent, by reason
	 * @param keyReloads refused keys that were replaced
	 */
	public record CountersDescriptor(long calls, long failed, long cancelled, Map<String, Long> retries,
			Map<String, Long> rejected, long keyReloads) {

		private static CountersDescriptor of(WorkloadActivity activity) {
			Map<String, Long> retries = new LinkedHashMap<>();
			WorkloadActivity.RETRY_CAUSES.forEach((cause) -> retries.put(cause, activity.retries(cause)));
			Map<String, Long> rejected = new LinkedHashMap<>();
			WorkloadActivity.REJECTION_REASONS.forEach((reason) -> rejected.put(reason, activity.rejections(reason)));
			return new CountersDescriptor(activity.calls(), activity.failedCalls(), activity.cancelledCalls(), retries,
					rejected, activity.keyReloads());
		}

	}

}
