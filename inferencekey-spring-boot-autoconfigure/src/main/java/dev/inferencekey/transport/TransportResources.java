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
