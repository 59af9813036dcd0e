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

	private final Deque<Place> queue = new ArrayDeque<>();

	private final Queue<Place> granting = new ConcurrentLinkedQueue<>();

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
	 * Ask for a place.
	 * @param granted is given the place once when it is there, by whichever thread grants
	 * places then; must neither block nor throw
	 * @return the place or the place in the queue, which must be left in any case;
	 * {@code null} when there is neither
	 */
	public @Nullable Place enter(Consumer<Place> granted) {
		Place place = new Place(granted);
		synchronized (this.lock) {
			if (this.inFlight >= this.maxInFlight) {
				if (this.queue.size() >= this.maxQueued) {
					return null;
				}
				this.queue.addLast(place);
				return place;
			}
			this.inFlight++;
			place.state = State.IN_FLIGHT;
		}
		grant(place);
		return place;
	}

	/**
	 * A call that fails at once gives its place back while it is being granted. Granting
	 * in a loop, and not from within, keeps a long queue of such calls off the stack.
	 */
	private void grant(Place place) {
		this.granting.add(place);
		if (this.grants.getAndIncrement() != 0) {
			return;
		}
		do {
			Place next = this.granting.remove();
			try {
				next.granted.accept(next);
			}
			catch (RuntimeException | Error ex) {
				// Not thrown: it is as a rule another call's, and who grants a place must
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
	 * A place of a call.
	 */
	public final class Place {

		private final Consumer<Place> granted;

		private State state = State.QUEUED;

		private Place(Consumer<Place> granted) {
			this.granted = granted;
		}

		/**
		 * Give the place back; the second time nothing happens.
		 */
		public void leave() {
			Place next;
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
