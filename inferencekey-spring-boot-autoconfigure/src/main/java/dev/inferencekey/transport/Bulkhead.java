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

import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.inferencekey.error.CallRejectedException;
import dev.inferencekey.observation.ActivityRecorder;
import dev.inferencekey.resilience.ConcurrencyLimit;
import dev.inferencekey.resilience.ConcurrencySettings;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Limits how many calls of one workload run at the same time. A call holds its permit
 * through all attempts and the waits between them.
 */
final class Bulkhead {

	private final String workload;

	private final ConcurrencyLimit limit;

	private final ConcurrencySettings settings;

	private final Shutdown shutdown;

	private final ActivityRecorder activity;

	Bulkhead(String workload, ConcurrencySettings settings, Shutdown shutdown, ActivityRecorder activity) {
		this.workload = workload;
		this.activity = activity;
		this.shutdown = shutdown;
		this.settings = settings.orElse(ConcurrencySettings.DEFAULTS);
		this.limit = new ConcurrencyLimit(Objects.requireNonNull(this.settings.maxInFlight()),
				Objects.requireNonNull(this.settings.maxQueued()));
	}

	int inFlight() {
		return this.limit.inFlight();
	}

	int queued() {
		return this.limit.queued();
	}

	Permit permit() {
		return new Permit();
	}

	private CallRejectedException full() {
		this.activity.rejected("full");
		return new CallRejectedException("workload \"" + this.workload + "\" has " + this.settings.maxInFlight()
				+ " calls in flight and " + this.settings.maxQueued()
				+ " in its queue. Nothing was sent. Call less often, or raise inferencekey.workloads." + this.workload
				+ ".concurrency.max-in-flight or .max-queued.", this.workload);
	}

	/**
	 * The permit of one call, from the queue to the end of the call. Whatever happens
	 * first, the permit is released once, before the caller learns of the end.
	 */
	final class Permit {

		private ConcurrencyLimit.@Nullable Permit held;

		private boolean ended;

		private boolean counted;

		private Permit() {
		}

		/**
		 * Ask for the permit.
		 * @return the wait for it, {@code null} if it is granted at once
		 * @throws CallRejectedException if there is neither a permit nor room to wait, or
		 * the client is shut down
		 */
		@Nullable Mono<?> acquire() {
			synchronized (this) {
				if (this.ended) {
					// Cancelled in the meantime.
					return Mono.never();
				}
				if (!Bulkhead.this.shutdown.enter()) {
					this.ended = true;
					throw Bulkhead.this.shutdown.rejection();
				}
				this.counted = true;
			}
			Sinks.Empty<Void> granted = Sinks.empty();
			AtomicBoolean atOnce = new AtomicBoolean();
			ConcurrencyLimit.Permit entered = Bulkhead.this.limit.enter((mine) -> {
				atOnce.set(true);
				granted.tryEmitEmpty();
			});
			if (entered == null) {
				throw full();
			}
			hold(entered);
			return atOnce.get() ? null : Bulkhead.this.shutdown.untilEnded(granted.asMono());
		}

		private void hold(ConcurrencyLimit.Permit entered) {
			boolean tooLate;
			synchronized (this) {
				this.held = entered;
				tooLate = this.ended;
			}
			if (tooLate) {
				entered.leave();
			}
		}

		void release() {
			ConcurrencyLimit.Permit mine;
			synchronized (this) {
				if (this.ended) {
					return;
				}
				this.ended = true;
				mine = this.held;
			}
			if (mine != null) {
				mine.leave();
			}
			if (this.counted) {
				Bulkhead.this.shutdown.leave();
			}
		}

	}

}
