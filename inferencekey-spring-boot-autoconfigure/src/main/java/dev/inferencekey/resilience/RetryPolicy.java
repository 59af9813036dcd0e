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

package dev.inferencekey.resilience;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.regex.Pattern;

import dev.inferencekey.error.ApiException;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a failed call is repeated, and when. Stateless but for the budget;
 * thread-safe.
 */
public final class RetryPolicy {

	private static final int UNAVAILABLE = 503;

	// What the platform calls the phases of a start, see the wire contract on readiness.
	private static final Set<String> STARTING_CODES = Set.of("scheduling", "provisioning", "bootstrapping", "starting");

	// What engines answer while they load a model, and gateways quote.
	private static final Pattern LOADING = Pattern.compile("(?i)(?<!failed |error |while )\\bloading (?:the )?model\\b"
			+ "|\\bmodel (?:\\S+ )?is (?:currently |still )?(?:being loaded|loading)\\b");

	private static final Duration SHORTEST_START = Duration.ofSeconds(1);

	private final int maxAttempts;

	private final Backoff backoff;

	private final Duration maxServerWait;

	private final RetryBudget budget;

	/**
	 * Create a policy.
	 * @param settings how calls are repeated, filled up by the defaults
	 * @param budget the budget of the workload
	 * @param random gives numbers from 0 to 1
	 */
	public RetryPolicy(RetrySettings settings, RetryBudget budget, DoubleSupplier random) {
		RetrySettings all = settings.orElse(RetrySettings.DEFAULTS);
		this.maxAttempts = Objects.requireNonNull(all.maxAttempts());
		this.backoff = new Backoff(Objects.requireNonNull(all.initialBackoff()),
				Objects.requireNonNull(all.maxBackoff()), random);
		this.maxServerWait = Objects.requireNonNull(all.maxServerWait());
		this.budget = budget;
	}

	/**
	 * Decide after a failure.
	 * @param failure what the attempt failed with
	 * @param attempts how many attempts were made, from 1
	 * @param starting whether the workload is starting
	 * @param deadline the deadlines of the call
	 * @return how long to wait before the next attempt, or {@code null} to give up; no
	 * less than the server asks for, and more by a random time, so that callers that were
	 * sent away together do not come back together
	 */
	public @Nullable Duration nextAttempt(Throwable failure, int attempts, boolean starting, Deadline deadline) {
		if (this.maxAttempts == 1 || !(failure instanceof ApiException api) || !api.isRetryable()) {
			return null;
		}
		if (!starting && asksTooMuch(api)) {
			return null;
		}
		Duration least = leastWait(api, starting);
		Duration wait = least.plus(this.backoff.afterFailure((api.retryAfter() != null) ? 1 : attempts));
		if (!deadline.allows(wait)) {
			return deadline.allows(least) && api.retryAfter() != null && mayRepeat(starting, attempts) ? least : null;
		}
		return mayRepeat(starting, attempts) ? wait : null;
	}

	private boolean asksTooMuch(ApiException failure) {
		Duration asked = failure.retryAfter();
		return asked != null && asked.compareTo(this.maxServerWait) > 0;
	}

	// A workload that is starting is not an outage; the deadline limits the wait.
	private boolean mayRepeat(boolean starting, int attempts) {
		return starting || (attempts < this.maxAttempts && this.budget.tryRetry());
	}

	private static Duration leastWait(ApiException failure, boolean starting) {
		Duration asked = failure.retryAfter();
		Duration least = (asked != null) ? asked : Duration.ZERO;
		// A start is not limited by attempts, so that no server may ask to be asked at
		// once.
		return (starting && least.compareTo(SHORTEST_START) < 0) ? SHORTEST_START : least;
	}

	/**
	 * How long a new call waits before it asks, too, if others wait for the workload to
	 * start.
	 * @param deadline the deadlines of the call
	 * @return the wait, or {@code null} to ask at once, because there is no time for it
	 * or calls are never repeated
	 */
	public @Nullable Duration behindOthers(Deadline deadline) {
		return (!isOff() && deadline.allows(SHORTEST_START)) ? SHORTEST_START : null;
	}

	/**
	 * Whether calls are never repeated.
	 * @return {@code true} if one attempt is all
	 */
	public boolean isOff() {
		return this.maxAttempts == 1;
	}

	/**
	 * Whether a workload is being woken rather than out of order: unavailable, and the
	 * server says so by a code or as llama.cpp does, or says for how long. A workload
	 * that answered lately is not asleep but has too much to do, unless it says that it
	 * starts.
	 * @param failure the failure
	 * @param awake whether the workload answered lately
	 * @return {@code true} for a cold start
	 */
	public static boolean isStarting(Throwable failure, boolean awake) {
		if (!(failure instanceof ApiException api) || api.status() != UNAVAILABLE) {
			return false;
		}
		Duration wait = api.retryAfter();
		String code = api.code();
		return (!awake && wait != null && wait.compareTo(SHORTEST_START) >= 0)
				|| (code != null && STARTING_CODES.contains(code)) || isLoading(api);
	}

	private static boolean isLoading(ApiException failure) {
		return LOADING.matcher(String.valueOf(failure.getMessage())).find();
	}

}
