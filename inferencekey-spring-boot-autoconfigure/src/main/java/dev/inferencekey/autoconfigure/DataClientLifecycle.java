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

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

import dev.inferencekey.DataClient;
import dev.inferencekey.error.InferenceKeyException;
import dev.inferencekey.transport.WorkloadMonitor;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Logs the workloads of each client when the context starts. When it closes, rejects new
 * calls and gives running ones the time that
 * {@code spring.lifecycle.timeout-per-shutdown-phase} allows. Stops after the web server,
 * whose last requests may still make calls.
 */
class DataClientLifecycle implements SmartLifecycle {

	private static final Log logger = LogFactory.getLog(DataClientLifecycle.class);

	// The web server drains at 1024 below and stops at 2048 below the default.
	static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 4096;

	private final ConfigurableListableBeanFactory beanFactory;

	private volatile boolean running;

	DataClientLifecycle(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public void start() {
		clients().forEach((client) -> {
			client.resume();
			client.workloads().forEach((workload) -> log(client.monitor(workload)));
		});
		this.running = true;
	}

	private static void log(WorkloadMonitor workload) {
		if (logger.isInfoEnabled()) {
			logger.info("Workload \"" + workload.workload() + "\" at " + workload.address() + " with " + key(workload));
		}
	}

	// A source may have its key only later, so the start goes on.
	private static String key(WorkloadMonitor workload) {
		try {
			String key = workload.key();
			return (key != null) ? "key " + key : "no key";
		}
		catch (InferenceKeyException ex) {
			return "a key that is not available yet";
		}
	}

	@Override
	public void stop() {
		stop(() -> {
		});
	}

	@Override
	public void stop(Runnable callback) {
		this.running = false;
		CompletionStage<Void> idle = CompletableFuture
			.allOf(clients().map((client) -> client.shutdown().toCompletableFuture())
				.toArray(CompletableFuture<?>[]::new));
		idle.whenComplete((result, failure) -> callback.run());
	}

	// Those of the application, too. A lazy client is not created for this.
	private Stream<DataClient> clients() {
		return Arrays.stream(this.beanFactory.getBeanNamesForType(DataClient.class, false, false))
			.filter(this.beanFactory::containsSingleton)
			.map((name) -> this.beanFactory.getBean(name, DataClient.class));
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
