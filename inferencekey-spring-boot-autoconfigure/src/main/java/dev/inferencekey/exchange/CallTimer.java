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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The timer of all calls of a client. An executor wakes a thread for each task that is
 * due before all others, as that of a lone call always is, which took a quarter of the
 * processor time of a short call for a deadline that hardly ever passes. Here one look is
 * scheduled for the earliest task and stays when that task is disposed of: when its time
 * comes, it looks for the next. Netty's wheel wakes no thread either, but keeps one for
 * each client that ticks for as long as the client lives. Thread-safe.
 */
public final class CallTimer implements AutoCloseable {

	// Far enough for any deadline, near enough to add to any time.
	private static final long LONGEST = Long.MAX_VALUE / 4;

	// Looking goes through all tasks, and thousands of them may be due one by one.
	private static final long BREATH = TimeUnit.MILLISECONDS.toNanos(10);

	private static final long LOST = TimeUnit.SECONDS.toNanos(2);

	private final Scheduler scheduler = Schedulers.parallel();

	private final Executor executor;

	// A ring, to which this belongs without being a task. Guards all that follows.
	private final Timed ring = new Timed(0, () -> {
	});

	private @Nullable Disposable look;

	private long lookAt;

	private boolean closed;

	/**
	 * Create a timer.
	 * @param executor runs what is due, which may block
	 */
	public CallTimer(Executor executor) {
		this.executor = executor;
	}

	/**
	 * Whether the client is closed, so that everything is due.
	 * @return {@code true} from then on
	 */
	public boolean isClosed() {
		synchronized (this.ring) {
			return this.closed;
		}
	}

	/**
	 * Run a task later, or at once when the client is closed in the meantime.
	 * @param delay how long to wait
	 * @param task is run once, unless it is disposed of before
	 * @return disposes of the task
	 */
	public Disposable after(Duration delay, Runnable task) {
		synchronized (this.ring) {
			long wait = this.closed ? 0 : Math.min(Math.max(delay.toNanos(), 0), LONGEST);
			Timed timed = new Timed(System.nanoTime() + wait, task);
			timed.insertBefore(this.ring);
			if (this.look == null || timed.due - this.lookAt < 0 || isLost()) {
				lookAfter(wait, timed.due);
			}
			return timed;
		}
	}

	/**
	 * Wait.
	 * @param delay how long to wait from the subscription on
	 * @return completes when the time is over, or the client is closed
	 */
	public Mono<Void> after(Duration delay) {
		return Mono.create((sink) -> sink.onDispose(after(delay, sink::success)));
	}

	/**
	 * Let everything be due at once, now and from now on.
	 */
	@Override
	public void close() {
		synchronized (this.ring) {
			this.closed = true;
			long now = System.nanoTime();
			for (Timed timed = this.ring.after; timed != this.ring; timed = timed.after) {
				timed.due = now;
			}
			if (this.ring.after != this.ring) {
				lookAfter(0, now);
			}
		}
	}

	// A scheduler that is shut down drops what it has.
	private boolean isLost() {
		return System.nanoTime() - this.lookAt > LOST;
	}

	private void lookAfter(long wait, long due) {
		if (this.look != null) {
			this.look.dispose();
		}
		this.lookAt = due;
		this.look = this.scheduler.schedule(this::look, wait, TimeUnit.NANOSECONDS);
	}

	private void look() {
		List<Runnable> due = new ArrayList<>();
		synchronized (this.ring) {
			this.look = null;
			long now = System.nanoTime();
			Timed next = null;
			Timed following;
			for (Timed timed = this.ring.after; timed != this.ring; timed = following) {
				following = timed.after;
				if (timed.due - now <= 0) {
					timed.remove();
					due.add(timed.task);
				}
				else if (next == null || timed.due - next.due < 0) {
					next = timed;
				}
			}
			if (next != null) {
				long wait = Math.max(next.due - now, BREATH);
				lookAfter(wait, now + wait);
			}
		}
		// Each by itself, since what one of them ends may take its time or fail.
		due.forEach(this.executor::execute);
	}

	private final class Timed implements Disposable {

		private long due;

		private final Runnable task;

		private Timed before = this;

		private Timed after = this;

		private boolean set;

		private Timed(long due, Runnable task) {
			this.due = due;
			this.task = task;
		}

		private void insertBefore(Timed other) {
			this.set = true;
			this.before = other.before;
			this.after = other;
			this.before.after = this;
			other.before = this;
		}

		// Without its neighbours, so that a task that is kept does not keep them.
		private void remove() {
			this.set = false;
			this.before.after = this.after;
			this.after.before = this.before;
			this.before = this;
			this.after = this;
		}

		@Override
		public void dispose() {
			synchronized (CallTimer.this.ring) {
				if (this.set) {
					remove();
				}
			}
		}

		@Override
		public boolean isDisposed() {
			synchronized (CallTimer.this.ring) {
				return !this.set;
			}
		}

	}

}
