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
import java.util.Iterator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Timeout(60)
class BlockingStreamTests {

	private static final int PIECES = 10_000_000;

	// As many come with one read of a socket.
	private static final int READ = 100;

	private static final int MANY = BlockingStream.MANY;

	private static final Duration LONG = Duration.ofDays(1);

	// The queue counts a piece a moment before it has it.
	@Test
	void iteratorWhenItMeetsThePieceThatIsBeingAddedThenReadsAllOfThem() {
		BlockingStream<Integer, String> stream = stream(Duration.ZERO, Operators.emptySubscription());
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
	void iteratorWhenManyPiecesHaveComeAtATimeThenIsNotWokenForTheNextButForTheEnd() throws Exception {
		BlockingStream<Integer, String> stream = stream(LONG, Operators.emptySubscription());
		AtomicInteger read = new AtomicInteger();
		Thread reader = readerOf(stream, MANY, (piece) -> read.incrementAndGet());

		awaitState(reader, Thread.State.TIMED_WAITING);
		stream.onNext(MANY);
		stream.paused();
		await().during(Duration.ofMillis(100)).until(() -> read.get() == MANY);
		stream.onComplete();
		reader.join();

		assertThat(read).hasValue(MANY + 1);
	}

	@Test
	void iteratorWhenManyPiecesHaveComeAtATimeThenReadsTheNextAfterAMoment() throws Exception {
		readsTheNext(Duration.ofMillis(200), MANY, Thread.State.TIMED_WAITING);
	}

	@Test
	void iteratorWhenAMomentIsOverThenIsWokenForTheNextPiece() throws Exception {
		readsTheNext(Duration.ofMillis(1), MANY, Thread.State.WAITING);
	}

	@Test
	void iteratorWhenFewPiecesHaveComeThenIsWokenForTheNextAtOnce() throws Exception {
		readsTheNext(LONG, MANY - 1, Thread.State.WAITING);
	}

	// Or the stream would stop until the moment is over.
	@Test
	void iteratorWhenMoreHasComeThanIsAskedForAtATimeThenIsWoken() throws Exception {
		AtomicLong requested = new AtomicLong();
		BlockingStream<Integer, String> stream = stream(LONG, new Requests(requested));
		long prefetch = requested.getAndSet(0);
		CountDownLatch left = new CountDownLatch(MANY + (int) prefetch);
		Thread reader = readerOf(stream, MANY, (piece) -> left.countDown());

		awaitState(reader, Thread.State.TIMED_WAITING);
		assertThat(requested).hasValue(MANY);
		for (int i = 0; i < prefetch; i++) {
			stream.onNext(i);
		}
		stream.paused();
		left.await();
		stream.onComplete();
		reader.join();
	}

	@Test
	void iteratorWhenItIsClosedWhileItLetsMoreComeThenSaysSo() throws Exception {
		BlockingStream<Integer, String> stream = stream(LONG, Operators.emptySubscription());
		AtomicReference<Throwable> thrown = new AtomicReference<>();
		Thread reader = readerOf(stream, MANY, (piece) -> {
		});
		reader.setUncaughtExceptionHandler((thread, failure) -> thrown.set(failure));

		awaitState(reader, Thread.State.TIMED_WAITING);
		stream.close();
		reader.join();

		assertThat(thrown.get()).hasMessageContaining("closed");
	}

	@Test
	void iteratorWhenItIsInterruptedWhileItLetsMoreComeThenSaysSo() throws Exception {
		BlockingStream<Integer, String> stream = stream(LONG, Operators.emptySubscription());
		AtomicReference<Throwable> thrown = new AtomicReference<>();
		Thread reader = readerOf(stream, MANY, (piece) -> {
		});
		reader.setUncaughtExceptionHandler((thread, failure) -> thrown.set(failure));

		awaitState(reader, Thread.State.TIMED_WAITING);
		reader.interrupt();
		reader.join();

		assertThat(thrown.get()).hasMessageContaining("interrupted");
	}

	private static void readsTheNext(Duration moment, int before, Thread.State waiting) throws InterruptedException {
		BlockingStream<Integer, String> stream = stream(moment, Operators.emptySubscription());
		CountDownLatch left = new CountDownLatch(before + 1);
		Thread reader = readerOf(stream, before, (piece) -> left.countDown());

		awaitState(reader, waiting);
		stream.onNext(before);
		stream.paused();
		assertThat(left.await(30, TimeUnit.SECONDS)).isTrue();
		stream.onComplete();
		reader.join();
	}

	private static BlockingStream<Integer, String> stream(Duration moment, Subscription subscription) {
		BlockingStream<Integer, String> stream = new BlockingStream<>("support-bot", () -> "", moment);
		stream.onSubscribe(subscription);
		return stream;
	}

	private static Thread readerOf(BlockingStream<Integer, String> stream, int pieces, Consumer<Integer> action) {
		for (int i = 0; i < pieces; i++) {
			stream.onNext(i);
		}
		Thread reader = new Thread(() -> stream.iterator().forEachRemaining(action));
		reader.setDaemon(true);
		reader.start();
		return reader;
	}

	private static void awaitState(Thread thread, Thread.State state) {
		await().until(thread::getState, state::equals);
	}

	private record Requests(AtomicLong requested) implements Subscription {

		@Override
		public void request(long n) {
			this.requested.addAndGet(n);
		}

		@Override
		public void cancel() {
			// Nothing is generated.
		}

	}

}
