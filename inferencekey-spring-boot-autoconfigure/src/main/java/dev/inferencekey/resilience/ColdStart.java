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
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Keeps calls that wait for a sleeping workload from asking for it all at once. A call
 * whose time has come asks only if nobody has asked for as long as it was told to wait,
 * so that the workload sees one request for each such time, however many wait and
 * whatever becomes of the one that asks. A call that begins meanwhile waits, too. Once
 * the workload has answered, calls go when their own time has come, and each answer lets
 * some go sooner, twice as many as the one before, so that a workload that has just woken
 * up is not thrown over. Thread-safe.
 */
public final class ColdStart {

	// A workload that is put to sleep has had nothing to do for minutes.
	private static final Duration AWAKE_AFTER_ANSWER = Duration.ofSeconds(30);

	// Calls that are made at the same time are sent at the same time.
	private static final Duration TOGETHER = Duration.ofMillis(250);

	private static final int FIRST_BURST = 2;

	private static final int LARGEST_BURST = 1 << 20;

	private final LongSupplier nanoTime;

	private final DoubleSupplier random;

	private final AtomicLong answers = new AtomicLong();

	private final AtomicInteger answering = new AtomicInteger();

	private final Object lock = new Object();

	private final Set<Waiter> waiting = new LinkedHashSet<>();

	private volatile boolean anyWaiting;

	private volatile long answersWhenSentAway;

	private volatile long firstSentAway;

	private int burst = FIRST_BURST;

	private boolean asked;

	private long lastAsked;

	private volatile long lastAnswered;

	/**
	 * Create the waiting room of a workload.
	 * @param nanoTime the time in nanoseconds, of any origin
	 * @param random gives numbers from 0 to 1
	 */
	public ColdStart(LongSupplier nanoTime, DoubleSupplier random) {
		this.nanoTime = nanoTime;
		this.random = random;
	}

	/**
	 * Make a call known that may have to wait.
	 * @return what the call waits with, and must leave in any case
	 */
	public Waiter waiter() {
		return new Waiter();
	}

	/**
	 * How often the workload has answered.
	 * @return a number that grows with each answer
	 */
	public long answers() {
		return this.answers.get();
	}

	/**
	 * Whether the workload is answering, or has so lately that it cannot be asleep.
	 * @return {@code true} while there are answers that have begun, and for half a minute
	 * after
	 */
	public boolean isAwake() {
		if (this.answering.get() > 0) {
			return true;
		}
		return this.answers.get() > 0 && this.nanoTime.getAsLong() - this.lastAnswered < AWAKE_AFTER_ANSWER.toNanos();
	}

	/**
	 * Whether calls have waited for a moment, and the workload has not answered since it
	 * sent the last of them away.
	 * @return {@code true} if a new call would most likely be sent away, too
	 */
	public boolean isStarting() {
		return this.anyWaiting && this.answers.get() == this.answersWhenSentAway
				&& this.nanoTime.getAsLong() - this.firstSentAway >= TOGETHER.toNanos();
	}

	/**
	 * Note that the workload has answered a call, of whichever caller.
	 */
	public void answered() {
		this.lastAnswered = this.nanoTime.getAsLong();
		this.answers.incrementAndGet();
		if (!this.anyWaiting) {
			return;
		}
		List<Waiter> released = new ArrayList<>();
		synchronized (this.lock) {
			Iterator<Waiter> inOrder = this.waiting.iterator();
			while (released.size() < this.burst && inOrder.hasNext()) {
				Waiter waiter = inOrder.next();
				// Who was let go sooner once and was sent away again waits in full.
				if (!waiter.hurried) {
					waiter.hurried = true;
					inOrder.remove();
					released.add(waiter);
				}
			}
			this.burst = Math.min(this.burst * 2, LARGEST_BURST);
			count();
		}
		released.forEach((waiter) -> waiter.sooner.run());
	}

	/**
	 * Note that an answer has begun that may take long, a stream for example.
	 */
	public void begun() {
		this.answering.incrementAndGet();
		answered();
	}

	/**
	 * Note that an answer that had begun has ended.
	 */
	public void ended() {
		this.lastAnswered = this.nanoTime.getAsLong();
		this.answering.decrementAndGet();
	}

	/**
	 * How many calls wait for the workload to be up.
	 * @return a number of calls
	 */
	public int waiting() {
		synchronized (this.lock) {
			return this.waiting.size();
		}
	}

	private void count() {
		this.anyWaiting = !this.waiting.isEmpty();
		if (!this.anyWaiting) {
			this.burst = FIRST_BURST;
		}
	}

	/**
	 * A call that waits.
	 */
	public final class Waiter {

		private long asked;

		private long answersBefore;

		private Runnable sooner = () -> {
		};

		private boolean hurried;

		private boolean left;

		private Waiter() {
		}

		/**
		 * Wait, since the workload is not up yet. After the time, {@link #due()} tells
		 * whether to go.
		 * @param asked how long the server asks to wait
		 * @param answersBefore how often the workload had answered when this was decided;
		 * an answer since then may have found nobody waiting
		 * @param sooner is run when the call may go before its time, by whichever thread
		 * learns that the workload is up; must neither block nor throw
		 * @return whether nobody else waits
		 */
		public boolean await(Duration asked, long answersBefore, Runnable sooner) {
			boolean first;
			synchronized (ColdStart.this.lock) {
				this.asked = asked.toNanos();
				this.sooner = sooner;
				this.answersBefore = answersBefore;
				ColdStart.this.answersWhenSentAway = answersBefore;
				first = ColdStart.this.waiting.isEmpty();
				if (first) {
					ColdStart.this.firstSentAway = ColdStart.this.nanoTime.getAsLong();
				}
				if (!this.left) {
					ColdStart.this.waiting.add(this);
				}
				count();
				if (this.hurried || this.left || ColdStart.this.answers.get() == answersBefore) {
					return first;
				}
				this.hurried = true;
				ColdStart.this.waiting.remove(this);
				count();
			}
			sooner.run();
			return first;
		}

		/**
		 * Ask, when the time has come, whether the call may go.
		 * @return zero if it is to ask the workload now; otherwise how much longer to
		 * wait, which differs from call to call
		 */
		public Duration due() {
			synchronized (ColdStart.this.lock) {
				long now = ColdStart.this.nanoTime.getAsLong();
				long rest = ColdStart.this.asked ? this.asked - (now - ColdStart.this.lastAsked) : 0;
				boolean awake = ColdStart.this.answers.get() != this.answersBefore;
				if (!awake && rest > 0) {
					return Duration.ofNanos(rest + (long) (rest * ColdStart.this.random.getAsDouble()));
				}
				ColdStart.this.asked = true;
				ColdStart.this.lastAsked = now;
				ColdStart.this.waiting.remove(this);
				count();
				return Duration.ZERO;
			}
		}

		/**
		 * Note that the call has ended, or does not wait any more.
		 */
		public void leave() {
			synchronized (ColdStart.this.lock) {
				this.left = true;
				ColdStart.this.waiting.remove(this);
				count();
			}
		}

	}

}
