package dev.inferencekey.resilience;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

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

	private final Deadline deadline = Deadline.start(Timeouts.DEFAULTS, Duration.ofSeconds(100), this.nanoTime::get);

	private static ApiException status(int status, @Nullable Duration retryAfter) {
		return new ApiException("x", new FailureOrigin("w", status, null, null, retryAfter, null));
	}

	private static RetryPolicy policy(int maxAttempts) {
		return new RetryPolicy(new RetrySettings(maxAttempts, Duration.ofSeconds(1), Duration.ofSeconds(3)),
				new RetryBudget(), () -> 1);
	}

	@ParameterizedTest
	@ValueSource(ints = { 408, 409, 429, 500, 502, 503, 504 })
	void policyWhenStatusIsRetryableThenWaitsExponentiallyUpToTheLimit(int status) {
		RetryPolicy policy = policy(10);
		assertThat(policy.nextAttempt(status(status, null), 1, this.deadline)).isEqualTo(Duration.ofSeconds(1));
		assertThat(policy.nextAttempt(status(status, null), 2, this.deadline)).isEqualTo(Duration.ofSeconds(2));
		assertThat(policy.nextAttempt(status(status, null), 3, this.deadline)).isEqualTo(Duration.ofSeconds(3));
		assertThat(policy.nextAttempt(status(status, null), 4, this.deadline)).isEqualTo(Duration.ofSeconds(3));
	}

	@ParameterizedTest
	@ValueSource(ints = { 302, 400, 404, 405, 413, 501 })
	void policyWhenStatusIsNotRetryableThenGivesUp(int status) {
		assertThat(policy(10).nextAttempt(status(status, null), 1, this.deadline)).isNull();
	}

	@Test
	void policyWhenNoApiExceptionOrNotRetryableThenGivesUp() {
		assertThat(policy(10).nextAttempt(new AuthException("x", FailureOrigin.local("w")), 1, this.deadline)).isNull();
		assertThat(policy(10).nextAttempt(new IllegalStateException(), 1, this.deadline)).isNull();
		assertThat(policy(10).nextAttempt(new TransportException("x", false, "w", null), 1, this.deadline)).isNull();
		assertThat(policy(10).nextAttempt(new TransportException("x", true, "w", null), 1, this.deadline)).isNotNull();
	}

	@Test
	void policyWhenAttemptsAreUsedUpOrOffThenGivesUp() {
		assertThat(policy(3).nextAttempt(status(500, null), 2, this.deadline)).isNotNull();
		assertThat(policy(3).nextAttempt(status(500, null), 3, this.deadline)).isNull();
		assertThat(policy(1).nextAttempt(status(500, null), 1, this.deadline)).isNull();
		assertThat(policy(1).nextAttempt(status(503, Duration.ofSeconds(5)), 1, this.deadline)).isNull();
	}

	@Test
	void policyWhenServerAsksToWaitThenThatLongUnlessTheDeadlineIsSooner() {
		assertThat(policy(3).nextAttempt(status(429, Duration.ofSeconds(40)), 1, this.deadline))
			.as("what is asked for, and a random part of the first backoff")
			.isEqualTo(Duration.ofSeconds(41));
		this.nanoTime.set(Duration.ofMillis(59_500).toNanos());
		assertThat(policy(3).nextAttempt(status(429, Duration.ofSeconds(40)), 1, this.deadline))
			.as("chance alone must not lead past the deadline")
			.isEqualTo(Duration.ofSeconds(40));
		this.nanoTime.set(Duration.ofSeconds(61).toNanos());
		assertThat(policy(3).nextAttempt(status(429, Duration.ofSeconds(40)), 1, this.deadline)).isNull();
	}

	@Test
	void policyWhenWorkloadIsStartingThenOnlyTheDeadlineLimitsTheAttempts() {
		ApiException starting = status(503, Duration.ofSeconds(5));
		RetryPolicy policy = policy(3);
		for (int attempt = 1; attempt < 100; attempt++) {
			assertThat(policy.nextAttempt(starting, attempt, this.deadline)).isEqualTo(Duration.ofSeconds(6));
		}
		this.nanoTime.set(Duration.ofSeconds(96).toNanos());
		assertThat(policy.nextAttempt(starting, 1, this.deadline)).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "503, 5000, , true", "503, 999, , false", "503, , provisioning, true", "503, , overloaded, false",
			"503, , , false", "429, 5000, starting, false", "500, 5000, starting, false" })
	void policyWhenUnavailableThenAStartIsToldFromAnOutage(int status, @Nullable Long retryAfter, @Nullable String code,
			boolean starting) {
		Duration wait = (retryAfter != null) ? Duration.ofMillis(retryAfter) : null;
		ApiException failure = new ApiException("x", new FailureOrigin("w", status, code, null, wait, null));
		assertThat(RetryPolicy.isStarting(failure)).isEqualTo(starting);
	}

	@Test
	void policyWhenStartingWithoutATimeThenNoHotLoop() {
		ApiException starting = new ApiException("x", new FailureOrigin("w", 503, "provisioning", null, null, null));
		RetryPolicy policy = new RetryPolicy(RetrySettings.DEFAULTS, new RetryBudget(), () -> 0);
		assertThat(policy.nextAttempt(starting, 1, this.deadline)).isEqualTo(Duration.ofSeconds(1));
	}

	@Test
	void coldStartWhenManyWaitThenOneAsksAndEachAnswerLetsTwoGo() {
		ColdStart start = new ColdStart(this.nanoTime::get);
		List<String> told = new ArrayList<>();
		List<ColdStart.Waiter> waiters = new ArrayList<>();
		for (int i = 0; i < 6; i++) {
			ColdStart.Waiter waiter = start.waiter();
			waiters.add(waiter);
			int number = i;
			assertThat(waiter.await(Duration.ofSeconds(5), (wait) -> told.add(number + " after " + wait)))
				.isEqualTo(i == 0);
		}
		assertThat(told).containsExactly("0 after PT5S");
		assertThat(waiters.get(0).await(Duration.ofSeconds(7), (wait) -> told.add("0 after " + wait)))
			.as("the one that asks goes on asking")
			.isTrue();
		assertThat(start.waiting()).isEqualTo(5);
		told.clear();
		start.answered();
		assertThat(told).containsExactly("1 after PT0S", "2 after PT0S");
		waiters.get(0).leave();
		waiters.get(1).leave();
		assertThat(told).as("as long as one is asking, nobody else does").hasSize(2);
		assertThat(waiters.get(2).await(Duration.ofSeconds(1), (wait) -> told.add("2 after " + wait)))
			.as("the last of those that were let go asks again")
			.isTrue();
		start.answered();
		start.answered();
		start.answered();
		assertThat(told).contains("3 after PT0S", "4 after PT0S", "5 after PT0S");
		assertThat(start.waiting()).isZero();
	}

	@Test
	void coldStartWhenTheOneThatAsksLeavesThenAnotherAsksWhenItWasDue() {
		ColdStart start = new ColdStart(this.nanoTime::get);
		List<String> told = new ArrayList<>();
		ColdStart.Waiter first = start.waiter();
		ColdStart.Waiter second = start.waiter();
		ColdStart.Waiter third = start.waiter();
		first.await(Duration.ofSeconds(60), (wait) -> told.add("first after " + wait));
		second.await(Duration.ofSeconds(60), (wait) -> told.add("second after " + wait));
		third.await(Duration.ofSeconds(60), (wait) -> told.add("third after " + wait));
		this.nanoTime.set(Duration.ofSeconds(50).toNanos());
		first.leave();
		this.nanoTime.set(Duration.ofSeconds(61).toNanos());
		second.leave();
		assertThat(told).containsExactly("first after PT1M", "second after PT10S", "third after PT1M");
		third.leave();
		third.leave();
		assertThat(third.await(Duration.ZERO, (wait) -> told.add("third again"))).isFalse();
		assertThat(told).as("who has left is not told anything").hasSize(3);
		assertThat(start.waiter().await(Duration.ofSeconds(1), (wait) -> {
		})).as("nobody is left behind").isTrue();
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
			while (policy.nextAttempt(status(500, null), attempt, this.deadline) != null) {
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
		ConcurrencyLimit.Place first = limit.enter((place) -> granted.add("first"));
		ConcurrencyLimit.Place second = limit.enter((place) -> granted.add("second"));
		ConcurrencyLimit.Place third = limit.enter((place) -> granted.add("third"));
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
			.isThrownBy(() -> new Timeouts(Duration.ZERO, null, null))
			.withMessageContaining("inferencekey.timeout.first-chunk");
		assertThatExceptionOfType(ConfigurationException.class).isThrownBy(() -> new RetrySettings(0, null, null))
			.withMessageContaining("inferencekey.retry.max-attempts");
		assertThatExceptionOfType(ConfigurationException.class)
			.isThrownBy(() -> new RetrySettings(1, Duration.ofSeconds(-1), null))
			.withMessageContaining("initial-backoff");
		assertThatExceptionOfType(ConfigurationException.class).isThrownBy(() -> new ConcurrencySettings(0, 1))
			.withMessageContaining("max-in-flight");
		assertThatExceptionOfType(ConfigurationException.class).isThrownBy(() -> new ConcurrencySettings(1, -1))
			.withMessageContaining("max-queued");
	}

}
