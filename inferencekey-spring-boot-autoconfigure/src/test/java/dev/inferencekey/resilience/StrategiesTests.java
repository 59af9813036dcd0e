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
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import dev.inferencekey.error.ApiException;
import dev.inferencekey.error.AuthException;
import dev.inferencekey.error.ConfigurationException;
import dev.inferencekey.error.FailureOrigin;
import dev.inferencekey.error.TransportException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The strategies by themselves, with time and chance in the test's hand.
 */
class StrategiesTests {

	private final AtomicLong nanoTime = new AtomicLong();

	private final Deadline deadline = Deadline.start(Timeouts.DEFAULTS, Duration.ofSeconds(100), "a property",
			this.nanoTime::get);

	private static ApiException status(int status, @Nullable Duration retryAfter) {
		return new ApiException("x", FailureOrigin.of("w", status).withRetryAfter(retryAfter));
	}

	private static RetryPolicy policy(int maxAttempts) {
		return new RetryPolicy(RetrySettings.UNSET.withMaxAttempts(maxAttempts)
			.withInitialBackoff(Duration.ofSeconds(1))
			.withMaxBackoff(Duration.ofSeconds(3))
			.withMaxServerWait(Duration.ofSeconds(40)), new RetryBudget(), () -> 1);
	}

	@ParameterizedTest
	@ValueSource(ints = { 408, 429, 500, 502, 503, 504 })
	void policyWhenStatusIsRetryableThenWaitsExponentiallyUpToTheLimit(int status) {
		RetryPolicy policy = policy(10);
		assertThat(policy.nextAttempt(status(status, null), 1, false, this.deadline)).isEqualTo(Duration.ofSeconds(1));
		assertThat(policy.nextAttempt(status(status, null), 2, false, this.deadline)).isEqualTo(Duration.ofSeconds(2));
		assertThat(policy.nextAttempt(status(status, null), 3, false, this.deadline)).isEqualTo(Duration.ofSeconds(3));
		assertThat(policy.nextAttempt(status(status, null), 4, false, this.deadline)).isEqualTo(Duration.ofSeconds(3));
	}

	@ParameterizedTest
	@ValueSource(ints = { 302, 400, 404, 405, 413, 501 })
	void policyWhenStatusIsNotRetryableThenGivesUp(int status) {
		assertThat(policy(10).nextAttempt(status(status, null), 1, false, this.deadline)).isNull();
	}

	@Test
	void policyWhenNoApiExceptionOrNotRetryableThenGivesUp() {
		assertThat(policy(10).nextAttempt(new AuthException("x", FailureOrigin.local("w")), 1, false, this.deadline))
			.isNull();
		assertThat(policy(10).nextAttempt(new IllegalStateException(), 1, false, this.deadline)).isNull();
		assertThat(policy(10).nextAttempt(new TransportException("x", false, "w", null), 1, false, this.deadline))
			.isNull();
		assertThat(policy(10).nextAttempt(new TransportException("x", true, "w", null), 1, false, this.deadline))
			.isNotNull();
	}

	@Test
	void policyWhenAttemptsAreUsedUpOrOffThenGivesUp() {
		assertThat(policy(3).nextAttempt(status(500, null), 2, false, this.deadline)).isNotNull();
		assertThat(policy(3).nextAttempt(status(500, null), 3, false, this.deadline)).isNull();
		assertThat(policy(1).nextAttempt(status(500, null), 1, false, this.deadline)).isNull();
		assertThat(policy(1).nextAttempt(status(503, Duration.ofSeconds(5)), 1, false, this.deadline)).isNull();
	}

	@Test
	void policyWhenServerAsksToWaitThenThatLongUnlessTheDeadlineIsSooner() {
		assertThat(policy(3).nextAttempt(status(429, Duration.ofSeconds(40)), 1, false, this.deadline))
			.as("what is asked for, and a random part of the first backoff")
			.isEqualTo(Duration.ofSeconds(41));
		this.nanoTime.set(Duration.ofMillis(59_500).toNanos());
		assertThat(policy(3).nextAttempt(status(429, Duration.ofSeconds(40)), 1, false, this.deadline))
			.as("chance alone must not lead past the deadline")
			.isEqualTo(Duration.ofSeconds(40));
		this.nanoTime.set(Duration.ofSeconds(61).toNanos());
		assertThat(policy(3).nextAttempt(status(429, Duration.ofSeconds(40)), 1, false, this.deadline)).isNull();
	}

	@Test
	void policyWhenOthersWaitForTheStartThenANewCallWaitsUnlessTheDeadlineIsSooner() {
		assertThat(policy(3).behindOthers(this.deadline)).isEqualTo(Duration.ofSeconds(1));
		assertThat(policy(1).behindOthers(this.deadline)).as("calls are never repeated").isNull();
		this.nanoTime.set(Duration.ofMillis(99_500).toNanos());
		assertThat(policy(3).behindOthers(this.deadline)).isNull();
	}

	@Test
	void policyWhenWorkloadIsStartingThenOnlyTheDeadlineLimitsTheAttempts() {
		ApiException starting = status(503, Duration.ofSeconds(5));
		RetryPolicy policy = policy(3);
		for (int attempt = 1; attempt < 100; attempt++) {
			assertThat(policy.nextAttempt(starting, attempt, true, this.deadline)).isEqualTo(Duration.ofSeconds(6));
		}
		this.nanoTime.set(Duration.ofSeconds(96).toNanos());
		assertThat(policy.nextAttempt(starting, 1, true, this.deadline)).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "Loading model, true", "loading the model, true", "The model is loading, true",
			"Model acme/7b is currently loading, true", "Model is being loaded, true", "Model is overloaded, false",
			"no slot available, false", "failed loading model, false", "model-loading is down, false" })
	void policyWhenAnEngineSaysThatItLoadsAModelThenThatIsAStart(String message, boolean starting) {
		ApiException failure = new ApiException("answered 503: " + message + ".", FailureOrigin.of("w", 503));
		assertThat(RetryPolicy.isStarting(failure, true)).isEqualTo(starting);
	}

	@ParameterizedTest
	@CsvSource({ "503, 5000, , true", "503, 999, , false", "503, , provisioning, true", "503, , overloaded, false",
			"503, , , false", "429, 5000, starting, false", "500, 5000, starting, false" })
	void policyWhenUnavailableThenAStartIsToldFromAnOutage(int status, @Nullable Long retryAfter, @Nullable String code,
			boolean starting) {
		Duration wait = (retryAfter != null) ? Duration.ofMillis(retryAfter) : null;
		ApiException failure = new ApiException("x", FailureOrigin.of("w", status).withCode(code).withRetryAfter(wait));
		assertThat(RetryPolicy.isStarting(failure, false)).isEqualTo(starting);
		assertThat(RetryPolicy.isStarting(failure, true)).as("a workload that answers others meanwhile")
			.isEqualTo(starting && code != null);
	}

	@Test
	void policyWhenStartingWithoutATimeThenNoHotLoop() {
		ApiException starting = new ApiException("x", FailureOrigin.of("w", 503).withCode("provisioning"));
		RetryPolicy policy = new RetryPolicy(RetrySettings.DEFAULTS, new RetryBudget(), () -> 0);
		assertThat(policy.nextAttempt(starting, 1, true, this.deadline)).isEqualTo(Duration.ofSeconds(1));
	}

	@Test
	void coldStartWhenManyWaitThenOneAsksInEachTimeThatTheyWereTold() {
		ColdStart start = new ColdStart(this.nanoTime::get, () -> 0.5);
		ColdStart.Waiter first = waiter(start, 5, null);
		ColdStart.Waiter second = waiter(start, 5, null);
		at(5);
		assertThat(first.due()).isZero();
		assertThat(second.due()).as("the rest of the time and a random part of it").isEqualTo(Duration.ofMillis(7500));
		at(10);
		assertThat(second.due()).as("whatever became of the first").isZero();
		assertThat(start.waiting()).isZero();
	}

	@Test
	void coldStartWhenToldAShortTimeThenDoesNotWaitBehindALongOne() {
		ColdStart start = new ColdStart(this.nanoTime::get, () -> 0);
		ColdStart.Waiter slow = waiter(start, 60, null);
		ColdStart.Waiter quick = waiter(start, 2, null);
		at(2);
		assertThat(quick.due()).isZero();
		quick.await(Duration.ofSeconds(2), start.answers(), () -> {
		});
		at(4);
		assertThat(quick.due()).isZero();
		at(60);
		assertThat(slow.due()).as("asked 56 s ago").isEqualTo(Duration.ofSeconds(4));
	}

	@Test
	void coldStartWhenAnsweredThenEachAnswerLetsTwiceAsManyGoAndTheOthersAtTheirTime() {
		ColdStart start = new ColdStart(this.nanoTime::get, () -> 0);
		List<Integer> told = new ArrayList<>();
		List<ColdStart.Waiter> waiters = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			int number = i;
			waiters.add(waiter(start, 5, () -> told.add(number)));
		}
		start.answered();
		assertThat(told).containsExactly(0, 1);
		start.answered();
		assertThat(told).containsExactly(0, 1, 2, 3, 4, 5);
		at(5);
		assertThat(waiters.get(6).due()).isZero();
		assertThat(waiters.get(7).due()).as("the workload is up, so that nobody waits for another").isZero();
		assertThat(start.waiting()).isEqualTo(2);
	}

	@Test
	void coldStartWhenLetGoSoonerAndSentAwayAgainThenWaitsInFull() {
		ColdStart start = new ColdStart(this.nanoTime::get, () -> 0);
		List<String> told = new ArrayList<>();
		ColdStart.Waiter waiter = waiter(start, 5, () -> told.add("first time"));
		start.answered();
		waiter.await(Duration.ofSeconds(5), start.answers(), () -> told.add("second time"));
		start.answered();
		assertThat(told).containsExactly("first time");
		at(5);
		assertThat(waiter.due()).isZero();
	}

	@Test
	void coldStartWhenAnsweredBeforeACallBeginsToWaitThenItGoesAtOnce() {
		ColdStart start = new ColdStart(this.nanoTime::get, () -> 0);
		long before = start.answers();
		start.answered();
		List<String> told = new ArrayList<>();
		start.waiter().await(Duration.ofSeconds(5), before, () -> told.add("told"));
		assertThat(told).containsExactly("told");
		assertThat(start.waiting()).isZero();
	}

	@Test
	void coldStartWhenAnsweredLatelyThenAwake() {
		ColdStart start = new ColdStart(this.nanoTime::get, () -> 0);
		assertThat(start.isAwake()).as("nothing is known").isFalse();
		start.answered();
		at(29);
		assertThat(start.isAwake()).isTrue();
		at(30);
		assertThat(start.isAwake()).isFalse();
	}

	@Test
	void coldStartWhenCallsWaitAndNothingWasAnsweredThenNewCallsWouldBeSentAwayToo() {
		ColdStart start = new ColdStart(this.nanoTime::get, () -> 0);
		assertThat(start.isStarting()).as("nothing is known").isFalse();

		waiter(start, 5, null);
		waiter(start, 5, null);
		waiter(start, 5, null);
		assertThat(start.isStarting()).as("for calls that are made together").isFalse();

		at(1);
		assertThat(start.isStarting()).isTrue();

		start.answered();
		assertThat(start.waiting()).as("still, since two were let go").isEqualTo(1);
		assertThat(start.isStarting()).isFalse();
	}

	@Test
	void coldStartWhenACallLeavesThenItIsToldNothing() {
		ColdStart start = new ColdStart(this.nanoTime::get, () -> 0);
		List<String> told = new ArrayList<>();
		ColdStart.Waiter waiter = waiter(start, 5, () -> told.add("told"));
		waiter.leave();
		waiter.await(Duration.ofSeconds(5), start.answers(), () -> told.add("told"));
		start.answered();
		assertThat(told).isEmpty();
		assertThat(start.waiting()).isZero();
	}

	private ColdStart.Waiter waiter(ColdStart start, int seconds, @Nullable Runnable sooner) {
		ColdStart.Waiter waiter = start.waiter();
		waiter.await(Duration.ofSeconds(seconds), start.answers(), (sooner != null) ? sooner : () -> {
		});
		return waiter;
	}

	private void at(int seconds) {
		this.nanoTime.set(Duration.ofSeconds(seconds).toNanos());
	}

	@Test
	void limitWhenAGrantThrowsThenNoPlaceIsLost() {
		ConcurrencyLimit limit = new ConcurrencyLimit(2, 1);
		AtomicReference<Throwable> uncaught = new AtomicReference<>();
		Thread thread = Thread.currentThread();
		Thread.UncaughtExceptionHandler before = thread.getUncaughtExceptionHandler();
		thread.setUncaughtExceptionHandler((where, failure) -> uncaught.set(failure));
		try {
			ConcurrencyLimit.Permit first = Objects.requireNonNull(limit.enter((place) -> {
			}));
			// While its grant runs, another call is granted a place, and throws.
			ConcurrencyLimit.Permit second = limit.enter((place) -> {
				limit.enter((queued) -> {
					queued.leave();
					throw new NoClassDefFoundError("x");
				});
				first.leave();
			});
			assertThat(second).as("its place, whatever became of the other").isNotNull();
			assertThat(limit.inFlight()).isEqualTo(1);
			Objects.requireNonNull(second).leave();
			assertThat(limit.inFlight()).isZero();
			assertThat(uncaught.get()).isInstanceOf(NoClassDefFoundError.class);
		}
		finally {
			thread.setUncaughtExceptionHandler(before);
		}
	}

	@Test
	void budgetWhenEverythingFailsThenFewerThanOnePointTwoRequestsACall() {
		RetryBudget budget = new RetryBudget();
		RetryPolicy policy = new RetryPolicy(RetrySettings.DEFAULTS, budget, new Random(1)::nextDouble);
		int requests = 0;
		int calls = 10_000;
		for (int call = 0; call < calls; call++) {
			budget.call();
			int attempt = 1;
			requests++;
			while (policy.nextAttempt(status(500, null), attempt, false, this.deadline) != null) {
				attempt++;
				requests++;
			}
		}
		assertThat(requests).isBetween(calls, (int) (calls * 1.2));
	}

	@Test
	void budgetWhenUnusedThenABurstOfRetriesIsAllowed() {
		RetryBudget budget = new RetryBudget();
		for (int i = 0; i < 10; i++) {
			assertThat(budget.tryRetry()).isTrue();
		}
		assertThat(budget.tryRetry()).isFalse();
		for (int i = 0; i < 10; i++) {
			budget.call();
		}
		assertThat(budget.level()).isEqualTo(1.0);
		assertThat(budget.tryRetry()).isTrue();
	}

	@Test
	void backoffWhenRandomThenAnyPartOfTheCeiling() {
		Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(8), new Random(7)::nextDouble);
		List<Long> waits = new ArrayList<>();
		for (int i = 0; i < 1000; i++) {
			waits.add(backoff.afterFailure(3).toMillis());
		}
		assertThat(waits).allMatch((wait) -> wait >= 0 && wait <= 4000)
			.anyMatch((wait) -> wait < 400)
			.anyMatch((wait) -> wait > 3600);
		assertThat(backoff.afterFailure(1000)).isLessThanOrEqualTo(Duration.ofSeconds(8));
	}

	@Test
	void limitWhenFullThenQueuesInOrderThenRefuses() {
		ConcurrencyLimit limit = new ConcurrencyLimit(1, 2);
		List<String> granted = new ArrayList<>();
		ConcurrencyLimit.Permit first = limit.enter((place) -> granted.add("first"));
		ConcurrencyLimit.Permit second = limit.enter((place) -> granted.add("second"));
		ConcurrencyLimit.Permit third = limit.enter((place) -> granted.add("third"));
		assertThat(limit.enter((place) -> granted.add("fourth"))).isNull();
		assertThat(granted).containsExactly("first");
		assertThat(limit.queued()).isEqualTo(2);
		second.leave();
		first.leave();
		first.leave();
		assertThat(granted).containsExactly("first", "third");
		assertThat(limit.inFlight()).isEqualTo(1);
		third.leave();
		assertThat(limit.inFlight()).isZero();
		assertThat(limit.queued()).isZero();
	}

	@Test
	void settingsWhenSenselessThenConfigurationExceptionNamesTheProperty() {
		assertThatExceptionOfType(ConfigurationException.class)
			.isThrownBy(() -> Timeouts.UNSET.withFirstChunk(Duration.ZERO))
			.withMessageContaining("inferencekey.timeout.first-chunk");
		assertThatExceptionOfType(ConfigurationException.class).isThrownBy(() -> RetrySettings.UNSET.withMaxAttempts(0))
			.withMessageContaining("inferencekey.retry.max-attempts");
		assertThatExceptionOfType(ConfigurationException.class)
			.isThrownBy(() -> RetrySettings.UNSET.withMaxAttempts(1).withInitialBackoff(Duration.ofSeconds(-1)))
			.withMessageContaining("initial-backoff");
		assertThatExceptionOfType(ConfigurationException.class)
			.isThrownBy(() -> ConcurrencySettings.UNSET.withMaxInFlight(0).withMaxQueued(1))
			.withMessageContaining("max-in-flight");
		assertThatExceptionOfType(ConfigurationException.class)
			.isThrownBy(() -> ConcurrencySettings.UNSET.withMaxInFlight(1).withMaxQueued(-1))
			.withMessageContaining("max-queued");
	}

	@Test
	void policyWhenServerAsksForMoreThanTheLimitThenGivesUpUnlessStarting() {
		ApiException busy = status(503, Duration.ofMillis(40_001));
		assertThat(policy(3).nextAttempt(busy, 1, false, this.deadline)).isNull();
		assertThat(policy(3).nextAttempt(busy, 1, true, this.deadline)).isNotNull();
	}

}
