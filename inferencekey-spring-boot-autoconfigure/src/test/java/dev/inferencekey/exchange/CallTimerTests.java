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

package dev.inferencekey.exchange;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * When what is timed runs.
 */
class CallTimerTests {

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final CallTimer timer = new CallTimer(this.threads);

	@AfterEach
	void end() {
		this.timer.close();
		this.threads.shutdown();
	}

	@Test
	void timerWhenItsTimeIsOverThenNotTooEarlyAndInOrder() throws Exception {
		List<String> fired = new CopyOnWriteArrayList<>();
		CountDownLatch last = new CountDownLatch(1);
		long start = System.nanoTime();
		this.timer.after(Duration.ofMillis(300), () -> {
			boolean early = System.nanoTime() - start < Duration.ofMillis(300).toNanos();
			fired.add(early ? "too early" : "late");
			last.countDown();
		});
		this.timer.after(Duration.ofMillis(50), () -> fired.add("soon"));
		assertThat(last.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(fired).containsExactly("soon", "late");
	}

	@Test
	void timerWhenDisposedOfThenDoesNotRun() throws Exception {
		AtomicInteger runs = new AtomicInteger();
		CountDownLatch after = new CountDownLatch(1);
		Disposable disposed = this.timer.after(Duration.ofMillis(50), runs::incrementAndGet);
		this.timer.after(Duration.ofMillis(150), after::countDown);
		disposed.dispose();
		assertThat(after.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(runs).hasValue(0);
	}

	@Test
	void timerWhenATaskBlocksOrThrowsThenOthersRun() throws Exception {
		CountDownLatch other = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		this.timer.after(Duration.ofMillis(10), () -> {
			try {
				release.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		});
		this.timer.after(Duration.ofMillis(10), () -> {
			throw new AssertionError("of a task");
		});
		this.timer.after(Duration.ofMillis(100), other::countDown);
		assertThat(other.await(10, TimeUnit.SECONDS)).isTrue();
		release.countDown();
	}

	@Test
	void timerWhenClosedThenEverythingIsDueAtOnceAndFromNowOn() {
		AtomicInteger runs = new AtomicInteger();
		for (int i = 0; i < 1000; i++) {
			this.timer.after(Duration.ofDays(365), runs::incrementAndGet);
		}
		assertThat(this.timer.isClosed()).isFalse();
		this.timer.close();
		assertThat(this.timer.isClosed()).isTrue();
		await().untilAsserted(() -> assertThat(runs).hasValue(1000));
		this.timer.after(Duration.ofDays(365), runs::incrementAndGet);
		await().untilAsserted(() -> assertThat(runs).hasValue(1001));
	}

	@Test
	void monoWhenCancelledThenItsTimerIsDisposedOf() {
		StepVerifier.create(this.timer.after(Duration.ofMillis(20))).verifyComplete();
		StepVerifier.create(this.timer.after(Duration.ofDays(1))).thenCancel().verify(Duration.ofSeconds(10));
	}

}
