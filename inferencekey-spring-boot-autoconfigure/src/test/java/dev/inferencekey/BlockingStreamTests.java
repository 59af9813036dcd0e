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

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Operators;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class BlockingStreamTests {

	private static final int PIECES = 10_000_000;

	// As many come with one read of a socket.
	private static final int READ = 100;

	private static final Duration LONG = Duration.ofDays(1);

	// The queue counts a piece a moment before it has it.
	@Test
	void iteratorWhenItMeetsThePieceThatIsBeingAddedThenReadsAllOfThem() {
		BlockingStream<Integer, String> stream = new BlockingStream<>("support-bot", () -> "");
		stream.onSubscribe(Operators.emptySubscription());
		Thread network = new Thread(() -> {
			for (int i = 0; i < PIECES; i++) {
				stream.onNext(i);
				if (i % READ == 0) {
					stream.paused();
				}
			}
			stream.onComplete();
		});
		network.start();

		int read = 0;
		for (Iterator<Integer> pieces = stream.iterator(); pieces.hasNext() && pieces.next() == read;) {
			read++;
		}
		assertThat(read).isEqualTo(PIECES);
	}

	@Test
	void iteratorWhenManyPiecesComeAtATimeThenIsWokenForThemAtTheEnd() throws Exception {
		BlockingStream<Integer, String> stream = waitingLong();
		AtomicBoolean ended = new AtomicBoolean();
		List<Boolean> endedWhenRead = new ArrayList<>();
		Thread reader = reading(stream, (piece) -> endedWhenRead.add(ended.get()));

		awaitState(reader, Thread.State.TIMED_WAITING);
		stream.onNext(BlockingStream.MANY);
		stream.paused();
		awaitState(reader, Thread.State.TIMED_WAITING);
		ended.set(true);
		stream.onComplete();
		reader.join();

		assertThat(endedWhenRead.subList(0, BlockingStream.MANY)).doesNotContain(true);
		assertThat(endedWhenRead.subList(BlockingStream.MANY, endedWhenRead.size())).containsExactly(true);
	}

	@Test
	void iteratorWhenManyPiecesHaveComeThenReadsMoreAfterAMoment() throws Exception {
		BlockingStream<Integer, String> stream = stream(Duration.ofMillis(1), Operators.emptySubscription());
		List<Integer> read = new ArrayList<>();
		Thread reader = reading(stream, read::add);

		awaitState(reader, Thread.State.WAITING);
		stream.onNext(BlockingStream.MANY);
		stream.paused();
		stream.onComplete();
		reader.join();

		assertThat(read).hasSize(BlockingStream.MANY + 1);
	}

	@Test
	void iteratorWhenFewPiecesHaveComeThenIsWokenForTheNextAtOnce() throws Exception {
		BlockingStream<Integer, String> stream = waitingLong();
		CountDownLatch second = new CountDownLatch(2);
		Thread reader = reader(stream, (piece) -> second.countDown());
		stream.onNext(0);
		reader.start();

		awaitState(reader, Thread.State.WAITING);
		stream.onNext(1);
		stream.paused();
		second.await();
		stream.onComplete();
		reader.join();
	}

	@Test
	void iteratorWhenItIsClosedWhileItWaitsForMoreThenSaysSo() throws Exception {
		BlockingStream<Integer, String> stream = waitingLong();
		AtomicReference<Throwable> thrown = new AtomicReference<>();
		Thread reader = reading(stream, (piece) -> {
		});
		reader.setUncaughtExceptionHandler((thread, failure) -> thrown.set(failure));

		awaitState(reader, Thread.State.TIMED_WAITING);
		stream.close();
		reader.join();

		assertThat(thrown.get()).hasMessageContaining("closed");
	}

	@Test
	void iteratorWhenItIsInterruptedWhileItWaitsForMoreThenSaysSo() throws Exception {
		BlockingStream<Integer, String> stream = waitingLong();
		AtomicReference<Throwable> thrown = new AtomicReference<>();
		Thread reader = reading(stream, (piece) -> {
		});
		reader.setUncaughtExceptionHandler((thread, failure) -> thrown.set(failure));

		awaitState(reader, Thread.State.TIMED_WAITING);
		reader.interrupt();
		reader.join();

		assertThat(thrown.get()).hasMessageContaining("interrupted");
	}

	@Test
	void iteratorWhenItIsToWaitForMoreThenAsksForAsManyAsItHasRead() throws Exception {
		AtomicLong requested = new AtomicLong();
		BlockingStream<Integer, String> stream = stream(LONG, new Subscription() {

			@Override
			public void request(long n) {
				requested.addAndGet(n);
			}

			@Override
			public void cancel() {
			}

		});
		long prefetch = requested.getAndSet(0);
		Thread reader = reading(stream, (piece) -> {
		});

		awaitState(reader, Thread.State.TIMED_WAITING);
		assertThat(prefetch).isGreaterThan(BlockingStream.MANY);
		assertThat(requested).hasValue(BlockingStream.MANY);
		stream.onComplete();
		reader.join();
	}

	private static BlockingStream<Integer, String> waitingLong() {
		return stream(LONG, Operators.emptySubscription());
	}

	private static BlockingStream<Integer, String> stream(Duration moment, Subscription subscription) {
		BlockingStream<Integer, String> stream = new BlockingStream<>("support-bot", () -> "", moment);
		stream.onSubscribe(subscription);
		return stream;
	}

	private static Thread reading(BlockingStream<Integer, String> stream, Consumer<Integer> action) {
		for (int i = 0; i < BlockingStream.MANY; i++) {
			stream.onNext(i);
		}
		Thread reader = reader(stream, action);
		reader.start();
		return reader;
	}

	private static Thread reader(BlockingStream<Integer, String> stream, Consumer<Integer> action) {
		return new Thread(() -> stream.iterator().forEachRemaining(action));
	}

	private static void awaitState(Thread thread, Thread.State state) {
		while (thread.getState() != state) {
			assertThat(thread.getState()).isNotEqualTo(Thread.State.TERMINATED);
			Thread.onSpinWait();
		}
	}

}
