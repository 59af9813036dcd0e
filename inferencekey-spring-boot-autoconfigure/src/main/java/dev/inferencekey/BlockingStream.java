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
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Queue;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import dev.inferencekey.exchange.StreamListener;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.util.concurrent.Queues;

/**
 * The pieces of a streamed answer on their way from the thread of the network to the one
 * thread that reads. Reactor's blocking iterator takes a lock for each piece and opens
 * lazily; this one wakes a waiting reader once for all that came together, and knows when
 * the call was accepted. A {@code BaseSubscriber} would drop a failure that meets its
 * cancellation into a hook of Reactor.
 *
 * @param <T> the type of a piece
 * @param <R> the type of what all pieces together are
 */
class BlockingStream<T, R> implements CoreSubscriber<T>, StreamListener {

	private static final int PREFETCH = 1024;

	private static final int REFILL = PREFETCH - (PREFETCH >> 2);

	// In a dense stream, a read of the socket brings about twice as many. With fewer,
	// waiting for more would cost what it saves.
	static final int MANY = 64;

	private static final Duration MOMENT = Duration.ofMillis(1);

	private final String workload;

	private final Supplier<R> whole;

	private final long momentNanos;

	private final Queue<T> pieces = Queues.<T>unbounded(256).get();

	private final AtomicBoolean taken = new AtomicBoolean();

	private volatile @Nullable Subscription upstream;

	private volatile boolean open;

	private volatile boolean ended;

	private volatile boolean closed;

	private volatile @Nullable Thread waiting;

	private volatile boolean gathering;

	private @Nullable Throwable failure;

	// Of the one thread that reads.
	private @Nullable RuntimeException thrown;

	private int consumed;

	private int readSinceWait;

	/**
	 * Create a stream that is not open yet.
	 * @param workload the workload that is called
	 * @param whole puts the pieces together, asked once all of them have come
	 */
	BlockingStream(String workload, Supplier<R> whole) {
		this(workload, whole, MOMENT);
	}

	/**
	 * Create a stream that is not open yet.
	 * @param workload the workload that is called
	 * @param whole puts the pieces together, asked once all of them have come
	 * @param moment how long a reader that has just read many pieces lets more of them
	 * come before it is woken
	 */
	BlockingStream(String workload, Supplier<R> whole, Duration moment) {
		this.workload = workload;
		this.whole = whole;
		this.momentNanos = moment.toNanos();
	}

	@Override
	public void opened() {
		this.open = true;
	}

	// Waking the reader for each piece would cost more than all that is done with it.
	@Override
	public void paused() {
		if (!this.gathering || this.pieces.size() >= REFILL) {
			wake();
		}
	}

	/**
	 * Wait until the workload has accepted the call, or throw what it failed with.
	 */
	void awaitOpen() {
		await(() -> this.open || this.ended);
		if (!this.open) {
			throwFailure();
		}
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		this.upstream = subscription;
		subscription.request(PREFETCH);
	}

	@Override
	public void onNext(T piece) {
		this.pieces.add(piece);
	}

	@Override
	public void onError(Throwable throwable) {
		this.failure = throwable;
		this.ended = true;
		wake();
	}

	@Override
	public void onComplete() {
		this.ended = true;
		wake();
	}

	// There is one as soon as the call has begun, which is before anybody reads.
	private Subscription upstream() {
		return Objects.requireNonNull(this.upstream);
	}

	private void wake() {
		Thread thread = this.waiting;
		if (thread != null) {
			LockSupport.unpark(thread);
		}
	}

	private void await(BooleanSupplier condition) {
		if (condition.getAsBoolean()) {
			return;
		}
		CallerThread.checkMayBlock(this.workload);
		this.waiting = Thread.currentThread();
		try {
			if (this.readSinceWait >= MANY) {
				gather(condition);
			}
			this.readSinceWait = 0;
			while (!condition.getAsBoolean()) {
				if (Thread.interrupted()) {
					close();
					Thread.currentThread().interrupt();
					throw CallerThread.interrupted(this.workload, new InterruptedException());
				}
				LockSupport.park(this);
			}
		}
		finally {
			this.waiting = null;
		}
	}

	// Being woken for each read of the socket costs a stream that brings many pieces at a
	// time a twentieth of its processor time, and nobody notices a millisecond. The end
	// and
	// close() wake at once.
	private void gather(BooleanSupplier condition) {
		// So that the stream need not stop meanwhile.
		refill();
		this.gathering = true;
		if (!condition.getAsBoolean()) {
			LockSupport.parkNanos(this, this.momentNanos);
		}
		this.gathering = false;
	}

	private void refill() {
		int read = this.consumed;
		this.consumed = 0;
		if (read > 0) {
			upstream().request(read);
		}
	}

	private void throwFailure() {
		Throwable failed = this.failure;
		if (failed != null && this.thrown == null) {
			this.thrown = CallerThread.rethrow(failed);
		}
		if (this.thrown != null) {
			throw this.thrown;
		}
	}

	/**
	 * The pieces, once.
	 * @return the only iterator
	 * @throws IllegalStateException if the stream is read a second time
	 */
	public Iterator<T> iterator() {
		if (!this.taken.compareAndSet(false, true)) {
			throw new IllegalStateException("This stream can be read only once");
		}
		return new Pieces();
	}

	/**
	 * The pieces as a Java stream, once.
	 * @return a sequential, ordered stream, which closes this one when it is closed
	 */
	public Stream<T> stream() {
		return StreamSupport
			.stream(Spliterators.spliteratorUnknownSize(iterator(), Spliterator.ORDERED | Spliterator.NONNULL), false)
			.onClose(this::close);
	}

	/**
	 * Wait for the end.
	 * @return all pieces in one, those that were read before included
	 */
	public R result() {
		Pieces rest = new Pieces();
		this.taken.set(true);
		while (rest.hasNext()) {
			rest.next();
		}
		return this.whole.get();
	}

	/**
	 * Stop the call if it has not ended.
	 */
	public void close() {
		if (!this.ended) {
			this.closed = true;
			upstream().cancel();
			wake();
		}
	}

	private final class Pieces implements Iterator<T> {

		// Taken from the queue by hasNext.
		private @Nullable T next;

		@Override
		public boolean hasNext() {
			BlockingStream<T, R> stream = BlockingStream.this;
			checkOpen();
			while (this.next == null) {
				// Before the queue is asked, which may count a piece a moment before it
				// has it.
				boolean noMore = stream.ended;
				this.next = stream.pieces.poll();
				if (this.next == null) {
					checkOpen();
					if (noMore) {
						stream.throwFailure();
						return false;
					}
					stream.await(() -> !stream.pieces.isEmpty() || stream.ended || stream.closed);
				}
			}
			return true;
		}

		private void checkOpen() {
			if (BlockingStream.this.closed) {
				throw new IllegalStateException("The stream was closed before its end");
			}
		}

		@Override
		public T next() {
			if (!hasNext()) {
				throw new NoSuchElementException();
			}
			BlockingStream<T, R> stream = BlockingStream.this;
			T piece = Objects.requireNonNull(this.next);
			this.next = null;
			stream.readSinceWait++;
			if (++stream.consumed == REFILL) {
				stream.refill();
			}
			return piece;
		}

	}

}
