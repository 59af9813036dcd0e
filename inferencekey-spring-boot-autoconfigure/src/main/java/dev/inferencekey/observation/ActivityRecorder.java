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

package dev.inferencekey.observation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

import dev.inferencekey.observation.WorkloadActivity.Evidence;
import dev.inferencekey.observation.WorkloadActivity.Outcome;
import dev.inferencekey.observation.WorkloadActivity.Tally;
import org.jspecify.annotations.Nullable;

/**
 * Records how the calls of one workload end. Internal: applications read
 * {@link #activity()}. Thread-safe.
 */
public final class ActivityRecorder {

	private static final Duration DEFAULT_WINDOW = Duration.ofMinutes(1);

	private static final int MAX_FAILURES = 10;

	private static final int MAX_WINDOWS = 10;

	private final WorkloadActivity activity = new Activity();

	private final InstantSource clock;

	private final Map<String, LongAdder> retries = counters(WorkloadActivity.RETRY_CAUSES);

	private final Map<String, LongAdder> rejections = counters(WorkloadActivity.REJECTION_REASONS);

	private final LongAdder calls = new LongAdder();

	private final LongAdder failedCalls = new LongAdder();

	private final LongAdder cancelledCalls = new LongAdder();

	private final LongAdder keyReloads = new LongAdder();

	private final Object lock = new Object();

	private final Deque<Outcome> failures = new ArrayDeque<>(MAX_FAILURES);

	private final List<RecentCalls> recent = new ArrayList<>();

	private @Nullable Instant lastSuccess;

	/**
	 * Create a recorder.
	 * @param clock the source of the times at which calls end
	 */
	public ActivityRecorder(InstantSource clock) {
		this.clock = clock;
		this.recent.add(new RecentCalls(DEFAULT_WINDOW));
	}

	private static Map<String, LongAdder> counters(List<String> names) {
		Map<String, LongAdder> counters = new LinkedHashMap<>();
		names.forEach((name) -> counters.put(name, new LongAdder()));
		return Collections.unmodifiableMap(counters);
	}

	/**
	 * Return a read-only view of what has been recorded.
	 * @return the activity
	 */
	public WorkloadActivity activity() {
		return this.activity;
	}

	/**
	 * Record a call that succeeded.
	 */
	public void succeeded() {
		this.calls.increment();
		Instant now = this.clock.instant();
		synchronized (this.lock) {
			this.lastSuccess = now;
			ended(now, true);
		}
	}

	/**
	 * Record a call that its caller cancelled, which says nothing about the workload.
	 */
	public void cancelled() {
		this.calls.increment();
		this.cancelledCalls.increment();
	}

	/**
	 * Record a call that failed.
	 * @param errorType why it failed, as {@code error.type} has it
	 * @param evidence what it says about the workload
	 * @param message the message of the exception, without secrets
	 * @param requestId the request id that the server gave, {@code null} for none
	 */
	public void failed(String errorType, Evidence evidence, @Nullable String message, @Nullable String requestId) {
		this.calls.increment();
		this.failedCalls.increment();
		Outcome outcome = new Outcome(this.clock.instant(), errorType, evidence, message, requestId);
		synchronized (this.lock) {
			if (evidence != Evidence.NONE) {
				ended(outcome.at(), evidence == Evidence.UP);
			}
			if (this.failures.size() == MAX_FAILURES) {
				this.failures.removeFirst();
			}
			this.failures.addLast(outcome);
		}
	}

	private void ended(Instant at, boolean answered) {
		for (RecentCalls window : this.recent) {
			window.add(at, answered);
		}
	}

	/**
	 * Record a retry.
	 * @param cause one of {@link WorkloadActivity#RETRY_CAUSES}
	 */
	public void retried(String cause) {
		increment(this.retries, cause);
	}

	/**
	 * Record a call that was rejected without being sent.
	 * @param reason one of {@link WorkloadActivity#REJECTION_REASONS}
	 */
	public void rejected(String reason) {
		increment(this.rejections, reason);
	}

	private static void increment(Map<String, LongAdder> counters, String name) {
		LongAdder counter = counters.get(name);
		if (counter == null) {
			throw new IllegalArgumentException("\"" + name + "\" is not one of " + counters.keySet());
		}
		counter.increment();
	}

	/**
	 * Record that a refused key was replaced by another.
	 */
	public void keyReloaded() {
		this.keyReloads.increment();
	}

	/**
	 * Forget how calls ended. The counters keep their values, since they must not
	 * decrease.
	 */
	public void forgetOutcomes() {
		synchronized (this.lock) {
			this.recent.replaceAll((window) -> new RecentCalls(window.window()));
			this.failures.clear();
			this.lastSuccess = null;
		}
	}

	private final class Activity implements WorkloadActivity {

		@Override
		public long calls() {
			return ActivityRecorder.this.calls.sum();
		}

		@Override
		public long failedCalls() {
			return ActivityRecorder.this.failedCalls.sum();
		}

		@Override
		public long cancelledCalls() {
			return ActivityRecorder.this.cancelledCalls.sum();
		}

		@Override
		public long retries(String cause) {
			return sum(ActivityRecorder.this.retries, cause);
		}

		@Override
		public long rejections(String reason) {
			return sum(ActivityRecorder.this.rejections, reason);
		}

		private static long sum(Map<String, LongAdder> counters, String name) {
			LongAdder counter = counters.get(name);
			return (counter != null) ? counter.sum() : 0;
		}

		@Override
		public long keyReloads() {
			return ActivityRecorder.this.keyReloads.sum();
		}

		@Override
		public Tally tally(Duration window) {
			synchronized (ActivityRecorder.this.lock) {
				List<RecentCalls> windows = ActivityRecorder.this.recent;
				for (RecentCalls calls : windows) {
					if (calls.window().equals(window)) {
						return calls.tally(ActivityRecorder.this.clock.instant());
					}
				}
				if (windows.size() == MAX_WINDOWS) {
					throw new IllegalStateException("Calls are counted for " + MAX_WINDOWS + " windows already: "
							+ windows.stream().map(RecentCalls::window).toList() + "; " + window + " is one too many");
				}
				windows.add(new RecentCalls(window));
				return new Tally(0, 0);
			}
		}

		@Override
		public List<Outcome> failures() {
			synchronized (ActivityRecorder.this.lock) {
				return List.copyOf(ActivityRecorder.this.failures);
			}
		}

		@Override
		public @Nullable Instant lastSuccess() {
			synchronized (ActivityRecorder.this.lock) {
				return ActivityRecorder.this.lastSuccess;
			}
		}

	}

}
