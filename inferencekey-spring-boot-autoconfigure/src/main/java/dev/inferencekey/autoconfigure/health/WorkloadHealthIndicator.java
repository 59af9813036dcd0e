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

package dev.inferencekey.autoconfigure.health;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.inferencekey.error.ConfigurationException;
import dev.inferencekey.error.InferenceKeyException;
import dev.inferencekey.observation.WorkloadActivity.Outcome;
import dev.inferencekey.observation.WorkloadActivity.Tally;
import dev.inferencekey.transport.ProbeResult;
import dev.inferencekey.transport.WorkloadMonitor;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;

/**
 * The health of one workload. Recent calls decide; without any, a probe that costs no
 * tokens does.
 */
class WorkloadHealthIndicator implements ReactiveHealthIndicator {

	private final WorkloadMonitor monitor;

	private final Duration window;

	// Concurrent requests share one probe, whose result is cached.
	private final Mono<ProbeResult> probe;

	WorkloadHealthIndicator(WorkloadMonitor monitor, Duration window, Duration probeInterval, Duration probeTimeout) {
		this.monitor = monitor;
		this.window = window;
		// Starts counting for this window.
		monitor.activity().tally(window);
		this.probe = monitor.probe(probeTimeout)
			.thenReturn(ProbeResult.ANSWERED)
			.onErrorResume((failure) -> Mono.just(ProbeResult.of(failure)))
			.cache(probeInterval);
	}

	@Override
	public Mono<Health> health() {
		return Mono.defer(() -> {
			Tally calls = this.monitor.activity().tally(this.window);
			return (calls.answered() + calls.failed() == 0) ? this.probe.map(this::fromProbe)
					: Mono.just(fromCalls(calls));
		});
	}

	private Health fromCalls(Tally calls) {
		Health.Builder health = (calls.failed() > calls.answered()) ? Health.down() : Health.up();
		health.withDetail("basis", "calls")
			.withDetail("calls", calls.answered() + calls.failed())
			.withDetail("failedCalls", calls.failed());
		return withFacts(health).build();
	}

	private Health fromProbe(ProbeResult result) {
		Health.Builder health = Health.status(result.verdict().name())
			.withDetail("basis", "probe")
			.withDetail("probe", result.description());
		return withFacts(health).build();
	}

	private Health.Builder withFacts(Health.Builder health) {
		health.withDetail("address", this.monitor.address());
		health.withDetail("key", key());
		if (this.monitor.activity().lastSuccess() != null) {
			health.withDetail("lastSuccess", this.monitor.activity().lastSuccess());
		}
		List<Outcome> failures = this.monitor.activity().failures();
		if (!failures.isEmpty()) {
			health.withDetail("lastFailure", describe(failures.get(failures.size() - 1)));
		}
		return health;
	}

	private static Map<String, Object> describe(Outcome failure) {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("at", failure.at());
		putIfPresent(details, "error", failure.errorType());
		putIfPresent(details, "request", failure.requestId());
		putIfPresent(details, "message", failure.message());
		return details;
	}

	private static void putIfPresent(Map<String, Object> details, String name, @Nullable Object value) {
		if (value != null) {
			details.put(name, value);
		}
	}

	private String key() {
		try {
			String key = this.monitor.key();
			return (key != null) ? key : "none";
		}
		catch (ConfigurationException ex) {
			return ex.problem();
		}
		catch (InferenceKeyException ex) {
			return String.valueOf(ex.getMessage());
		}
	}

}
