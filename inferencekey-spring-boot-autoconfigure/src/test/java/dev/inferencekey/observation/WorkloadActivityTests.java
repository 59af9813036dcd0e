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

import dev.inferencekey.observation.WorkloadActivity.Evidence;
import dev.inferencekey.observation.WorkloadActivity.Tally;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What is counted of recent calls.
 */
class WorkloadActivityTests {

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private Instant now = Instant.parse("2026-01-01T00:00:00Z");

	private final ActivityRecorder recorder = new ActivityRecorder(() -> this.now);

	private final WorkloadActivity activity = this.recorder.activity();

	private void pass(Duration time) {
		this.now = this.now.plus(time);
	}

	private void failed(Evidence evidence) {
		this.recorder.failed("500", evidence, "no answer", null);
	}

	@Test
	void tallyWhenCallsAreManyThenAllOfTheWindowCount() {
		for (int i = 0; i < 3_000; i++) {
			this.recorder.succeeded();
			pass(Duration.ofMillis(10));
		}
		for (int i = 0; i < 51; i++) {
			failed(Evidence.DOWN);
		}
		assertThat(this.activity.tally(MINUTE)).isEqualTo(new Tally(3_000, 51));
	}

	@Test
	void tallyWhenACallSaysNothingThenNotCounted() {
		failed(Evidence.NONE);
		failed(Evidence.UP);
		assertThat(this.activity.tally(MINUTE)).isEqualTo(new Tally(1, 0));
		assertThat(this.activity.failures()).hasSize(2);
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 30, 1_000, 60_000, 86_400_000 })
	void tallyWhenTheWindowHasPassedThenForgotten(long millis) {
		Duration window = Duration.ofMillis(millis);
		this.activity.tally(window);
		this.recorder.succeeded();
		assertThat(this.activity.tally(window)).isEqualTo(new Tally(1, 0));
		pass(window);
		assertThat(this.activity.tally(window).answered()).isOne();
		pass(window.dividedBy(100).plusMillis(1));
		assertThat(this.activity.tally(window)).isEqualTo(new Tally(0, 0));
	}

	@Test
	void tallyWhenSlotsAreUsedAgainThenWhatWasInThemIsGone() {
		for (int minute = 0; minute < 5; minute++) {
			failed(Evidence.DOWN);
			// As many slots as there are.
			pass(Duration.ofMillis(101 * 600));
		}
		this.recorder.succeeded();
		assertThat(this.activity.tally(MINUTE)).isEqualTo(new Tally(1, 0));
	}

	@Test
	void tallyWhenSeveralAskForWindowsOfTheirOwnThenNobodyDisturbsTheOthers() {
		this.activity.tally(Duration.ofHours(1));
		this.recorder.succeeded();
		pass(Duration.ofMinutes(10));
		failed(Evidence.DOWN);
		assertThat(this.activity.tally(Duration.ofHours(1))).isEqualTo(new Tally(1, 1));
		assertThat(this.activity.tally(MINUTE)).isEqualTo(new Tally(0, 1));
		assertThat(this.activity.tally(Duration.ofHours(1))).isEqualTo(new Tally(1, 1));
	}

	@Test
	void tallyWhenWindowsAreWithoutEndThenRefusedAndTheOthersAreKept() {
		this.recorder.succeeded();
		for (int hours = 1; hours < 10; hours++) {
			this.activity.tally(Duration.ofHours(hours));
		}
		assertThatIllegalStateException().isThrownBy(() -> this.activity.tally(Duration.ofHours(10)))
			.withMessageContaining("PT10H");
		assertThat(this.activity.tally(MINUTE)).isEqualTo(new Tally(1, 0));
	}

	@ParameterizedTest
	@ValueSource(strings = { "PT0S", "PT-1S", "P400000000D", "PT2562047788015H" })
	void tallyWhenTheWindowIsNoneThenRefused(Duration window) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.activity.tally(window))
			.withMessageContaining(window.toString());
	}

	@Test
	void forgetWhenCallsWereCountedThenNoneAreLeftInTheSameWindow() {
		this.activity.tally(Duration.ofHours(1));
		this.recorder.succeeded();
		this.recorder.forgetOutcomes();
		failed(Evidence.DOWN);
		assertThat(this.activity.tally(Duration.ofHours(1))).isEqualTo(new Tally(0, 1));
		assertThat(this.activity.calls()).isEqualTo(2);
	}

	@Test
	void callsWhenSomeFailOrAreCancelledThenAllCount() {
		this.recorder.succeeded();
		failed(Evidence.DOWN);
		this.recorder.cancelled();
		assertThat(this.activity.calls()).isEqualTo(3);
		assertThat(this.activity.failedCalls()).isEqualTo(1);
		assertThat(this.activity.cancelledCalls()).isEqualTo(1);
		assertThat(this.activity.tally(MINUTE)).isEqualTo(new Tally(1, 1));
	}

	@Test
	void failuresWhenReadThenTheyCannotBeChanged() {
		failed(Evidence.DOWN);
		assertThat(this.activity.failures()).isUnmodifiable();
	}

}
