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

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * A bulkhead: so many calls at the same time, so many in a queue, in the order in which
 * they came. Thread-safe.
 */
public final class ConcurrencyLimit {

	private final int maxInFlight;

	private final int maxQueued;

	private final Object lock = new Object();

	private final Deque<Permit> queue = new ArrayDeque<>();

	private final Queue<Permit> granting = new ConcurrentLinkedQueue<>();

	private final AtomicInteger grants = new AtomicInteger();

	private int inFlight;

	/**
	 * Create a limit.
	 * @param maxInFlight the most calls at the same time
	 * @param maxQueued the most calls that wait
	 */
	public ConcurrencyLimit(int maxInFlight, int maxQueued) {
		this.maxInFlight = maxInFlight;
		this.maxQueued = maxQueued;
	}

	/**
	 * Ask for a permit.
	 * @param granted is given the permit once when it is there, by whichever thread
	 * grants permits then; must neither block nor throw
	 * @return the permit or the permit in the queue, which must be left in any case;
	 * {@code null} when there is neither
	 */
	public @Nullable Permit enter(Consumer<Permit> granted) {
		Permit permit = new Permit(granted);
		synchronized (this.lock) {
			if (this.inFlight >= this.maxInFlight) {
				if (this.queue.size() >= this.maxQueued) {
					return null;
				}
				this.queue.addLast(permit);
				return permit;
			}
			this.inFlight++;
			permit.state = State.IN_FLIGHT;
		}
		grant(permit);
		return permit;
	}

	/**
	 * A call that fails at once gives its permit back while it is being granted. Granting
	 * in a loop, and not from within, keeps a long queue of such calls off the stack.
	 */
	private void grant(Permit permit) {
		this.granting.add(permit);
		if (this.grants.getAndIncrement() != 0) {
			return;
		}
		do {
			Permit next = this.granting.remove();
			try {
				next.granted.accept(next);
			}
			catch (RuntimeException | Error ex) {
				// Not thrown: it is as a rule another call's, and who grants a permit
				// must
				// get to know its own.
				Thread thread = Thread.currentThread();
				thread.getUncaughtExceptionHandler().uncaughtException(thread, ex);
			}
		}
		while (this.grants.decrementAndGet() != 0);
	}

	/**
	 * How many calls are under way.
	 * @return a number up to the limit
	 */
	public int inFlight() {
		synchronized (this.lock) {
			return this.inFlight;
		}
	}

	/**
	 * How many calls wait.
	 * @return a number up to the limit
	 */
	public int queued() {
		synchronized (this.lock) {
			return this.queue.size();
		}
	}

	private enum State {

		QUEUED, IN_FLIGHT, LEFT

	}

	/**
	 * A permit of a call.
	 */
	public final class Permit {

		private final Consumer<Permit> granted;

		private State state = State.QUEUED;

		private Permit(Consumer<Permit> granted) {
			this.granted = granted;
		}

		/**
		 * Give the permit back; the second time nothing happens.
		 */
		public void leave() {
			Permit next;
			synchronized (ConcurrencyLimit.this.lock) {
				State before = this.state;
				this.state = State.LEFT;
				if (before == State.QUEUED) {
					ConcurrencyLimit.this.queue.remove(this);
				}
				if (before != State.IN_FLIGHT) {
					return;
				}
				next = ConcurrencyLimit.this.queue.pollFirst();
				if (next == null) {
					ConcurrencyLimit.this.inFlight--;
					return;
				}
				next.state = State.IN_FLIGHT;
			}
			grant(next);
		}

	}

}
