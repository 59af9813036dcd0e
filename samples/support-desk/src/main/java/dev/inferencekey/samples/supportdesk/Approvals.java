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

package dev.inferencekey.samples.supportdesk;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Waits until the customer approves or denies a step. The id goes to nobody but the page
 * that has asked the question, so that nobody else can decide. Stops before the threads
 * that wait here do, so that a step nobody will decide does not hold up a shutdown.
 */
@Component
class Approvals implements SmartLifecycle {

	private final Map<String, CompletableFuture<Step.State>> waiting = new ConcurrentHashMap<>();

	private final Duration timeout;

	private volatile boolean stopped;

	Approvals(SupportDeskProperties properties) {
		this.timeout = properties.approvalTimeout();
	}

	/**
	 * Ask the customer and wait for the decision.
	 * @param text what to approve
	 * @param steps shows the step, first as waiting and then as decided
	 * @return how it was decided, or that it was not in time
	 */
	Step.State ask(String text, Consumer<Step> steps) {
		String id = UUID.randomUUID().toString();
		CompletableFuture<Step.State> decision = new CompletableFuture<>();
		this.waiting.put(id, decision);
		if (this.stopped) {
			decision.complete(Step.State.EXPIRED);
		}
		try {
			steps.accept(new Step(id, Step.State.WAITING, text, this.timeout.toSeconds()));
			decision.completeOnTimeout(Step.State.EXPIRED, this.timeout.toMillis(), TimeUnit.MILLISECONDS);
			steps.accept(new Step(id, decision.get(), text, null));
			return decision.get();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("The customer has left", ex);
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			this.waiting.remove(id);
		}
	}

	/**
	 * Decide a step.
	 * @return whether it was still waiting for a decision
	 */
	boolean decide(String id, boolean approved) {
		CompletableFuture<Step.State> decision = this.waiting.get(id);
		return decision != null && decision.complete(approved ? Step.State.APPROVED : Step.State.DENIED);
	}

	@Override
	public void start() {
		this.stopped = false;
	}

	@Override
	public void stop() {
		this.stopped = true;
		this.waiting.values().forEach((decision) -> decision.complete(Step.State.EXPIRED));
	}

	@Override
	public boolean isRunning() {
		return !this.stopped;
	}

}
