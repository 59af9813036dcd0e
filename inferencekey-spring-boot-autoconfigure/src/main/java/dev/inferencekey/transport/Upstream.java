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

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Operators;

/**
 * What a call reads or waits for now, and how much its caller has requested. An attempt
 * that has emitted anything is never followed by another, so demand need not be counted
 * down. Thread-safe.
 */
final class Upstream {

	private @Nullable Subscription current;

	private long requested;

	/**
	 * Read from another subscription.
	 * @param subscription the subscription
	 * @return what was requested so far
	 */
	synchronized long set(Subscription subscription) {
		this.current = subscription;
		return this.requested;
	}

	synchronized void forget() {
		this.current = null;
	}

	synchronized boolean isSet() {
		return this.current != null;
	}

	void request(long n) {
		Subscription subscription = add(n);
		if (subscription != null) {
			subscription.request(n);
		}
	}

	private synchronized @Nullable Subscription add(long n) {
		this.requested = Operators.addCap(this.requested, n);
		return this.current;
	}

	void cancel() {
		Subscription subscription = add(0);
		if (subscription != null) {
			subscription.cancel();
		}
	}

}
