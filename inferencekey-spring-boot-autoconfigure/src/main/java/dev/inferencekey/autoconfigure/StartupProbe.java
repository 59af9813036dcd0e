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

package dev.inferencekey.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import dev.inferencekey.DataClient;
import dev.inferencekey.error.InferenceKeyException;
import dev.inferencekey.transport.ProbeResult;
import dev.inferencekey.transport.WorkloadMonitor;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;

/**
 * Probes each configured workload when the application starts, before the web server
 * takes requests.
 */
class StartupProbe implements SmartLifecycle {

	private static final Log logger = LogFactory.getLog(StartupProbe.class);

	// All workloads are probed at the same time.
	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final InferenceKeyProperties.StartupProbe mode;

	private final ObjectProvider<DataClient> clients;

	private volatile boolean running;

	StartupProbe(InferenceKeyProperties.StartupProbe mode, ObjectProvider<DataClient> clients) {
		this.mode = mode;
		this.clients = clients;
	}

	@Override
	public void start() {
		if (this.mode != InferenceKeyProperties.StartupProbe.OFF) {
			List<InferenceKeyException> failures = probe();
			if (this.mode == InferenceKeyProperties.StartupProbe.FAIL && !failures.isEmpty()) {
				throw new StartupProbeException(failures);
			}
			failures.forEach((failure) -> logger.warn("The startup probe failed: " + failure.getMessage()));
		}
		this.running = true;
	}

	private List<InferenceKeyException> probe() {
		return Flux.fromStream(this.clients.stream())
			.flatMapIterable((client) -> client.workloads().stream().map(client::monitor).toList())
			.flatMapSequential(StartupProbe::failure, Integer.MAX_VALUE)
			.flatMap(Mono::justOrEmpty)
			.collectList()
			.blockOptional()
			.orElseGet(List::of);
	}

	private static Mono<Optional<InferenceKeyException>> failure(WorkloadMonitor monitor) {
		return monitor.probe(TIMEOUT)
			.thenReturn(Optional.<InferenceKeyException>empty())
			.onErrorResume(InferenceKeyException.class,
					(failure) -> Mono.just(Optional.of(failure).filter(StartupProbe::isFault)));
	}

	private static boolean isFault(InferenceKeyException failure) {
		return ProbeResult.of(failure).verdict() == ProbeResult.Verdict.DOWN;
	}

	@Override
	public void stop() {
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	// When the client takes calls again, and before there are requests from outside.
	@Override
	public int getPhase() {
		return DataClientLifecycle.PHASE + 1;
	}

}
