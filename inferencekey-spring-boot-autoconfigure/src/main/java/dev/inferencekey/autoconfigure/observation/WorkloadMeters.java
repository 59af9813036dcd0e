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

package dev.inferencekey.autoconfigure.observation;

import java.util.function.ToDoubleFunction;

import dev.inferencekey.DataClient;
import dev.inferencekey.observation.WorkloadActivity;
import dev.inferencekey.transport.WorkloadMonitor;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Meters of calls in flight, rejections and retries for each configured workload. All
 * series exist from the start, so that rates begin at zero.
 */
class WorkloadMeters implements MeterBinder {

	static final String IN_FLIGHT = "inferencekey.calls.in_flight";

	static final String QUEUED = "inferencekey.calls.queued";

	static final String WAITING_FOR_START = "inferencekey.calls.waiting_for_start";

	static final String REJECTED = "inferencekey.calls.rejected";

	static final String RETRIES = "inferencekey.retries";

	static final String RETRY_BUDGET = "inferencekey.retry.budget";

	static final String KEY_RELOADS = "inferencekey.key.reloads";

	private static final String WORKLOAD = "inferencekey.workload";

	private final ObjectProvider<DataClient> clients;

	WorkloadMeters(ObjectProvider<DataClient> clients) {
		this.clients = clients;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.clients.ifUnique((client) -> client.workloads()
			.forEach((workload) -> new OneWorkload(client.monitor(workload), registry).bind()));
	}

	private record OneWorkload(WorkloadMonitor monitor, MeterRegistry registry) {

		private void bind() {
			gauge(IN_FLIGHT, "Calls in flight", WorkloadMonitor::inFlight);
			gauge(QUEUED, "Calls waiting in the queue", WorkloadMonitor::queued);
			gauge(WAITING_FOR_START, "Calls waiting for the workload to start", WorkloadMonitor::waitingForStart);
			gauge(RETRY_BUDGET, "Retries that the budget allows", WorkloadMonitor::retryBudget);
			for (String reason : WorkloadActivity.REJECTION_REASONS) {
				counter(REJECTED, "Calls rejected without being sent", (activity) -> activity.rejections(reason),
						"reason", reason);
			}
			for (String cause : WorkloadActivity.RETRY_CAUSES) {
				counter(RETRIES, "Retried attempts", (activity) -> activity.retries(cause), "cause", cause);
			}
			counter(KEY_RELOADS, "Refused keys that were replaced", WorkloadActivity::keyReloads);
		}

		private void gauge(String name, String description, ToDoubleFunction<WorkloadMonitor> value) {
			// Nothing else holds a reference to the monitor.
			Gauge.builder(name, this.monitor, value)
				.description(description)
				.tag(WORKLOAD, this.monitor.workload())
				.strongReference(true)
				.register(this.registry);
		}

		private void counter(String name, String description, ToDoubleFunction<WorkloadActivity> value,
				String... tags) {
			FunctionCounter.builder(name, this.monitor.activity(), value)
				.description(description)
				.tag(WORKLOAD, this.monitor.workload())
				.tags(tags)
				.register(this.registry);
		}

	}

}
