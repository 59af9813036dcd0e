package dev.inferencekey.resilience;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Keeps calls that wait for a sleeping workload from asking for it all at once: one asks
 * again when the server said, the others wait for what it learns. Each answer then lets
 * two more calls go, so that a workload that has just woken up is not thrown over, and
 * one that answers to nobody gets no more than one request for each wait. Thread-safe.
 */
public final class ColdStart {

	private static final int PER_ANSWER = 2;

	private final LongSupplier nanoTime;

	private final Object lock = new Object();

	// As long as calls wait, one at least is asking, whose end moves the others on.
	private final Set<Waiter> asking = new LinkedHashSet<>();

	private final Set<Waiter> waiting = new LinkedHashSet<>();

	private volatile boolean anyWaiting;

	private long due;

	/**
	 * Create the waiting room of a workload.
	 * @param nanoTime the time in nanoseconds, of any origin
	 */
	public ColdStart(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	/**
	 * Make a call known that may have to wait.
	 * @return what the call waits with, and must leave in any case
	 */
	public Waiter waiter() {
		return new Waiter();
	}

	/**
	 * Note that the workload has answered a call, of whichever caller.
	 */
	public void answered() {
		if (!this.anyWaiting) {
			return;
		}
		List<Waiter> released = new ArrayList<>(PER_ANSWER);
		synchronized (this.lock) {
			while (released.size() < PER_ANSWER && !this.waiting.isEmpty()) {
				released.add(next());
			}
		}
		released.forEach((waiter) -> waiter.proceed.accept(Duration.ZERO));
	}

	private Waiter next() {
		Iterator<Waiter> inOrder = this.waiting.iterator();
		Waiter next = inOrder.next();
		inOrder.remove();
		this.asking.add(next);
		this.anyWaiting = !this.waiting.isEmpty();
		return next;
	}

	/**
	 * How many calls wait for others to learn that the workload is up.
	 * @return a number of calls
	 */
	public int waiting() {
		synchronized (this.lock) {
			return this.waiting.size();
		}
	}

	/**
	 * A call that waits.
	 */
	public final class Waiter {

		private Duration asked = Duration.ZERO;

		private Consumer<Duration> proceed = (wait) -> {
		};

		private boolean left;

		private Waiter() {
		}

		/**
		 * Wait, since the workload is not up yet.
		 * @param asked how long the server asks to wait
		 * @param proceed is told once, by whichever thread learns it, after which time
		 * the call may be made again; must neither block nor throw
		 * @return {@code true} if this is the call that asks again, {@code false} if it
		 * waits for another, or has left
		 */
		public boolean await(Duration asked, Consumer<Duration> proceed) {
			synchronized (ColdStart.this.lock) {
				if (this.left) {
					return false;
				}
				this.asked = asked;
				this.proceed = proceed;
				ColdStart.this.asking.remove(this);
				if (!ColdStart.this.asking.isEmpty()) {
					ColdStart.this.waiting.add(this);
					ColdStart.this.anyWaiting = true;
					return false;
				}
				ColdStart.this.asking.add(this);
				ColdStart.this.due = ColdStart.this.nanoTime.getAsLong() + asked.toNanos();
			}
			proceed.accept(asked);
			return true;
		}

		/**
		 * Note that the call has ended. If it was the one that asks, another takes its
		 * place.
		 */
		public void leave() {
			Waiter next;
			Duration wait;
			synchronized (ColdStart.this.lock) {
				this.left = true;
				ColdStart.this.waiting.remove(this);
				ColdStart.this.anyWaiting = !ColdStart.this.waiting.isEmpty();
				ColdStart.this.asking.remove(this);
				if (ColdStart.this.waiting.isEmpty() || !ColdStart.this.asking.isEmpty()) {
					return;
				}
				next = next();
				long now = ColdStart.this.nanoTime.getAsLong();
				long left = ColdStart.this.due - now;
				wait = (left > 0) ? Duration.ofNanos(left) : next.asked;
				ColdStart.this.due = now + wait.toNanos();
			}
			next.proceed.accept(wait);
		}

	}

}
