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

import java.util.concurrent.Executor;

import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.error.AuthException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The key of one call: read when the call begins, and read again once if the server
 * refuses it.
 */
final class CallKey {

	private final WorkloadKeys keys;

	private final KeyRenewals renewals;

	private final Executor executor;

	private volatile @Nullable ApiKey key;

	private boolean renewed;

	/**
	 * Create the key of a call.
	 * @param keys gives the key
	 * @param renewals limits how often keys are read again
	 * @param executor reads keys again, which may block
	 */
	CallKey(WorkloadKeys keys, KeyRenewals renewals, Executor executor) {
		this.keys = keys;
		this.renewals = renewals;
		this.executor = executor;
	}

	/**
	 * Read the key.
	 */
	void read() {
		this.key = this.keys.current();
	}

	@Nullable ApiKey get() {
		return this.key;
	}

	/**
	 * Note that the server has accepted the key.
	 */
	void accepted() {
		if (this.renewed) {
			this.renewals.ended(true);
		}
	}

	/**
	 * Read the key again.
	 * @param refused how the server refused it
	 * @return completes when there is another key, and fails with the refusal when there
	 * is none; {@code null} if it was read again before
	 */
	@Nullable Mono<Void> renew(AuthException refused) {
		if (this.renewed) {
			this.renewals.ended(false);
			return null;
		}
		if (!this.renewals.isAllowed()) {
			return null;
		}
		this.renewed = true;
		// A source may block, which the threads of the network must not. Its failure is a
		// value until it is known that the caller still waits for it.
		return Mono.fromSupplier(() -> readAgain(refused))
			.subscribeOn(Schedulers.fromExecutor(this.executor))
			.flatMap(Mono::error);
	}

	private @Nullable RuntimeException readAgain(AuthException refused) {
		try {
			if (!this.keys.renew(this.key)) {
				return refused;
			}
			this.renewals.replaced();
			this.key = this.keys.current();
			return null;
		}
		catch (RuntimeException ex) {
			return ex;
		}
	}

}
