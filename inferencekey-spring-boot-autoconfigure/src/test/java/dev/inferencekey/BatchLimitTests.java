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

package dev.inferencekey;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How many texts are sent in a request after a server has refused a larger batch.
 */
class BatchLimitTests {

	private final BatchLimit limit = new BatchLimit();

	private void take(int batches, int size) {
		for (int i = 0; i < batches; i++) {
			this.limit.taken(size);
		}
	}

	private void lower(int size) {
		this.limit.lower(this.limit.size(), size);
	}

	// How many full batches it takes until more texts are tried.
	private int untilRaised() {
		int size = this.limit.size();
		int batches = 0;
		while (this.limit.size() == size && batches < 100_000) {
			this.limit.taken(size);
			batches++;
		}
		assertThat(this.limit.size()).isEqualTo(size * 2);
		return batches;
	}

	@Test
	void sizeWhenNothingWasRefusedThenUnlimited() {
		take(1000, 64);

		assertThat(this.limit.size()).isEqualTo(Integer.MAX_VALUE);
	}

	@Test
	void sizeWhenLoweredThenTheLeast() {
		lower(8);
		lower(4);
		lower(32);

		assertThat(this.limit.size()).isEqualTo(4);
	}

	// As when a batch is halved more than once: its halves know better.
	@Test
	void sizeWhenItChangedSinceTheRefusalThenStays() {
		this.limit.lower(Integer.MAX_VALUE, 1);
		take(16, 1);
		this.limit.lower(Integer.MAX_VALUE, 1);

		assertThat(this.limit.size()).isEqualTo(2);
	}

	@Test
	void sizeWhenADoubledBatchWasTakenThenALaterRefusalIsAsTheFirst() {
		lower(16);
		take(16, 16);
		take(1, 32);
		lower(16);

		assertThat(untilRaised()).isEqualTo(16);
	}

	@Test
	void sizeWhenFullBatchesAreTakenThenDoubledUpToWhatIsSent() {
		lower(1);

		assertThat(untilRaised()).isEqualTo(16);
		assertThat(untilRaised()).isEqualTo(16);
		take(15, 4);
		take(1000, 3);
		assertThat(this.limit.size()).as("smaller ones prove nothing").isEqualTo(4);
		take(1, 4);
		assertThat(this.limit.size()).isEqualTo(8);
	}

	@Test
	void sizeWhenTheLimitProvesTrueThenTriedLessAndLessOften() {
		lower(32);
		int tries = 0;
		int batches = 0;
		while (batches < 100_000) {
			batches += untilRaised();
			lower(32);
			tries++;
		}

		assertThat(tries).isLessThanOrEqualTo(40);
		assertThat(untilRaised()).isEqualTo(4096);
	}

	@Test
	void sizeWhenRaisedBeyondAnyNumberThenUnlimited() {
		lower(Integer.MAX_VALUE / 2 + 1);
		take(16, Integer.MAX_VALUE / 2 + 1);

		assertThat(this.limit.size()).isEqualTo(Integer.MAX_VALUE);
	}

}
