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

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Counts the calls of a client, so that it can be shut down without cutting them off:
 * first no further call begins, then, when the time for running calls is over, nothing
 * waits any more. Thread-safe.
 */
public final class ShutdownGate {

	private CompletableFuture<Void> idle = new CompletableFuture<>();

	private final Event closing = new Event();

	private final Event ending = new Event();

	private int running;

	private boolean closed;

	private boolean ended;

	/**
	 * Begin a call.
	 * @return {@code false} when the client is shut down; otherwise {@link #leave()} must
	 * follow
	 */
	public synchronized boolean enter() {
		if (this.closed) {
			return false;
		}
		this.running++;
		return true;
	}

	/**
	 * End a call.
	 */
	public void leave() {
		CompletableFuture<Void> last;
		synchronized (this) {
			this.running--;
			last = (this.closed && this.running == 0) ? this.idle : null;
		}
		// A thread that waits for this may itself make calls, or wait for one that does.
		if (last != null) {
			last.complete(null);
		}
	}

	/**
	 * No further call may begin.
	 * @return what to listen to
	 */
	public Event closing() {
		return this.closing;
	}

	/**
	 * The time for running calls is over.
	 * @return what to listen to
	 */
	public Event ending() {
		return this.ending;
	}

	/**
	 * Let no further call begin.
	 * @return completes when the last running call has ended, or calls may begin again
	 */
	public CompletableFuture<Void> close() {
		CompletableFuture<Void> last;
		synchronized (this) {
			last = this.idle;
		}
		refuse();
		return last;
	}

	/**
	 * Let calls begin again, unless this has ended.
	 */
	public void reopen() {
		CompletableFuture<Void> waiting;
		synchronized (this) {
			if (!this.closed || this.ended) {
				return;
			}
			this.closed = false;
			this.closing.forget();
			waiting = this.idle;
			this.idle = new CompletableFuture<>();
		}
		// A thread that waits for running calls must not wait for new ones.
		waiting.complete(null);
	}

	/**
	 * Let no further call begin and nothing wait any more.
	 */
	public void end() {
		synchronized (this) {
			this.ended = true;
		}
		refuse();
		this.ending.happen();
	}

	private void refuse() {
		CompletableFuture<Void> last;
		boolean none;
		synchronized (this) {
			this.closed = true;
			last = this.idle;
			none = this.running == 0;
		}
		if (none) {
			last.complete(null);
		}
		this.closing.happen();
		synchronized (this) {
			if (!this.closed) {
				// Reopened in the meantime.
				this.closing.forget();
			}
		}
	}

	/**
	 * Happens once, or once after each reopening.
	 */
	public static final class Event {

		private final Set<Runnable> listeners = new LinkedHashSet<>();

		private boolean happened;

		private Event() {
		}

		/**
		 * Be told, at once if it has happened.
		 * @param listener is run once, unless it is removed before; must not throw
		 */
		public void listen(Runnable listener) {
			synchronized (this) {
				if (!this.happened) {
					this.listeners.add(listener);
					return;
				}
			}
			listener.run();
		}

		/**
		 * Tell no more.
		 * @param listener who is not to be told
		 */
		public synchronized void remove(Runnable listener) {
			this.listeners.remove(listener);
		}

		/**
		 * Whether it has happened; so when listeners are told.
		 * @return {@code true} from then on
		 */
		public synchronized boolean hasHappened() {
			return this.happened;
		}

		private synchronized void forget() {
			this.happened = false;
		}

		private void happen() {
			List<Runnable> told;
			synchronized (this) {
				this.happened = true;
				told = List.copyOf(this.listeners);
				this.listeners.clear();
			}
			told.forEach(Runnable::run);
		}

	}

}
