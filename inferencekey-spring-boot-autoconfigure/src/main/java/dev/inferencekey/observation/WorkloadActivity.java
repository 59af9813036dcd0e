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
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A read-only view of the recent calls of one workload. It is kept with or without
 * metrics, so that health does not need a call of its own. Thread-safe.
 */
public interface WorkloadActivity {

	/**
	 * Causes of retries: an HTTP status, a connection that failed or broke, and a
	 * workload that is starting.
	 */
	List<String> RETRY_CAUSES = List.of("408", "429", "500", "502", "503", "504", "connection", "starting");

	/**
	 * Reasons for rejecting a call without sending it.
	 */
	List<String> REJECTION_REASONS = List.of("full", "circuit_breaker", "shutdown");

	/**
	 * Return how many calls have ended, whether they succeeded, failed or were cancelled.
	 * @return the number of calls since the start
	 */
	long calls();

	/**
	 * Return how many calls have failed.
	 * @return the number of calls since the start
	 */
	long failedCalls();

	/**
	 * Return how many calls were cancelled by their callers.
	 * @return the number of calls since the start
	 */
	long cancelledCalls();

	/**
	 * Return how many attempts were retried.
	 * @param cause one of {@link #RETRY_CAUSES}
	 * @return the number of retries since the start
	 */
	long retries(String cause);

	/**
	 * Return how many calls were rejected without being sent.
	 * @param reason one of {@link #REJECTION_REASONS}
	 * @return the number of calls since the start
	 */
	long rejections(String reason);

	/**
	 * Return how often a refused key was replaced by another.
	 * @return the number of replacements since the start
	 */
	long keyReloads();

	/**
	 * Count the calls of a recent period that say something about the workload.
	 * @param window how far to look back, accurate to one hundredth. One minute is
	 * counted from the start, any other window from the first time it is asked for.
	 * @return the number of calls by what they say
	 * @throws IllegalArgumentException if the window is not positive or longer than a
	 * century
	 * @throws IllegalStateException if this is the eleventh window that is asked for
	 */
	Tally tally(Duration window);

	/**
	 * Return the most recent failures.
	 * @return at most ten failures, oldest first
	 */
	List<Outcome> failures();

	/**
	 * Return when a call last succeeded.
	 * @return the time, or {@code null} if no call has succeeded
	 */
	@Nullable Instant lastSuccess();

	/**
	 * How many recent calls say that the workload is up, and how many that it is down.
	 *
	 * @param answered calls that say it is up
	 * @param failed calls that say it is down
	 */
	record Tally(long answered, long failed) {
	}

	/**
	 * A failed call.
	 */
	final class Outcome {

		private final Instant at;

		private final String errorType;

		private final Evidence evidence;

		private final @Nullable String message;

		private final @Nullable String requestId;

		Outcome(Instant at, String errorType, Evidence evidence, @Nullable String message, @Nullable String requestId) {
			this.at = at;
			this.errorType = errorType;
			this.evidence = evidence;
			this.message = message;
			this.requestId = requestId;
		}

		/**
		 * When it failed.
		 * @return the time
		 */
		public Instant at() {
			return this.at;
		}

		/**
		 * Why it failed.
		 * @return the type, as {@code error.type} has it
		 */
		public String errorType() {
			return this.errorType;
		}

		/**
		 * What the failure says about the workload.
		 * @return the evidence
		 */
		public Evidence evidence() {
			return this.evidence;
		}

		/**
		 * The message of the exception, without secrets.
		 * @return the message, or {@code null} if there is none
		 */
		public @Nullable String message() {
			return this.message;
		}

		/**
		 * The request id that the server gave.
		 * @return the id, or {@code null} if there is none
		 */
		public @Nullable String requestId() {
			return this.requestId;
		}

		@Override
		public String toString() {
			return "Outcome[at=" + this.at + ", errorType=" + this.errorType + ", evidence=" + this.evidence
					+ ", message=" + this.message + ", requestId=" + this.requestId + "]";
		}

	}

	/**
	 * What the end of a call says about its workload.
	 */
	enum Evidence {

		/**
		 * The workload responds, even if it refuses the request.
		 */
		UP,

		/**
		 * The workload, its key or the way to it is at fault.
		 */
		DOWN,

		/**
		 * Nothing, for example because the call never reached the workload.
		 */
		NONE

	}

}
