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

package dev.inferencekey.samples.supportdesk;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Approvals}.
 */
class ApprovalsTests {

	private final Approvals approvals = new Approvals(new SupportDeskProperties(new ClassPathResource("handbook.md"),
			12, 4, 0.5, Duration.ofMinutes(2), 4, null));

	@Test
	void stopWhenAStepWaitsThenItExpiresAtOnce() throws Exception {
		CountDownLatch waiting = new CountDownLatch(1);
		CompletableFuture<Step.State> decided = CompletableFuture
			.supplyAsync(() -> this.approvals.ask("Open a return", (step) -> waiting.countDown()));
		assertThat(waiting.await(10, TimeUnit.SECONDS)).isTrue();
		this.approvals.stop();
		assertThat(decided.get(10, TimeUnit.SECONDS)).isEqualTo(Step.State.EXPIRED);
	}

	@Test
	void askWhenStoppedThenExpiresAtOnceUntilStartedAgain() {
		this.approvals.stop();
		assertThat(this.approvals.isRunning()).isFalse();
		assertThat(this.approvals.ask("Open a return", (step) -> {
		})).isEqualTo(Step.State.EXPIRED);
		this.approvals.start();
		assertThat(this.approvals.ask("Open a return", (step) -> this.approvals.decide(step.id(), true)))
			.isEqualTo(Step.State.APPROVED);
	}

}
