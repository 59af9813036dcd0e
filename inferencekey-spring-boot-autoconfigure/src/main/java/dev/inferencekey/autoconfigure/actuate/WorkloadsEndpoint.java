package dev.inferencekey.autoconfigure.actuate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.inferencekey.DataClient;
import dev.inferencekey.WorkloadSettings;
import dev.inferencekey.error.ConfigurationException;
import dev.inferencekey.error.InferenceKeyException;
import dev.inferencekey.observation.WorkloadActivity;
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
 * {@link Endpoint @Endpoint} that shows the settings in force, the counters and the last
 * failures of each configured workload. Keys are shown by their public part.
 */
@Endpoint(id = "inferencekey")
public class WorkloadsEndpoint {

	private final DataClient client;

	/**
	 * Create the endpoint.
	 * @param client knows the workloads
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
				(defaults != null) ? defaults.parameters() : Map.of(), monitor.timeouts(), monitor.retry(),
				monitor.concurrency(), StateDescriptor.of(monitor), CountersDescriptor.of(monitor.activity()),
				monitor.activity().failures());
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
	 * @param address where it is
	 * @param model what requests name as their model
	 * @param key the public part of its key, {@code null} for none
	 * @param defaults parameters that text requests leave open
	 * @param timeout its deadlines
	 * @param retry how failed calls are repeated
	 * @param concurrency how many calls may be under way
	 * @param state what is under way
	 * @param counters what has become of calls since the start
	 * @param lastFailures the last failures, the oldest first
	 */
	public record WorkloadDescriptor(String address, String model, @Nullable String key, Map<String, Object> defaults,
			Timeouts timeout, RetrySettings retry, ConcurrencySettings concurrency, StateDescriptor state,
			CountersDescriptor counters, List<Outcome> lastFailures) {
	}

	/**
	 * What is under way.
	 *
	 * @param inFlight calls that have a place
	 * @param queued calls that wait for one
	 * @param waitingForStart calls that wait for the workload to start
	 * @param retryBudget retries that are allowed now
	 */
	public record StateDescriptor(int inFlight, int queued, int waitingForStart, double retryBudget) {

		private static StateDescriptor of(WorkloadMonitor monitor) {
			return new StateDescriptor(monitor.inFlight(), monitor.queued(), monitor.waitingForStart(),
					monitor.retryBudget());
		}

	}

	/**
	 * What has become of calls since the start.
	 *
	 * @param calls all calls that have ended, but for those that were cancelled
	 * @param failed those that failed
	 * @param retries by cause
	 * @param rejected by reason
	 * @param keyReloads refused keys replaced by others
	 */
	public record CountersDescriptor(long calls, long failed, Map<String, Long> retries, Map<String, Long> rejected,
			long keyReloads) {

		private static CountersDescriptor of(WorkloadActivity activity) {
			Map<String, Long> retries = new LinkedHashMap<>();
			WorkloadActivity.RETRY_CAUSES.forEach((cause) -> retries.put(cause, activity.retries(cause)));
			Map<String, Long> rejected = new LinkedHashMap<>();
			WorkloadActivity.REJECTION_REASONS.forEach((reason) -> rejected.put(reason, activity.rejections(reason)));
			return new CountersDescriptor(activity.calls(), activity.failedCalls(), retries, rejected,
					activity.keyReloads());
		}

	}

}
