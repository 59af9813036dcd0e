package dev.inferencekey.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.inferencekey.resilience.ShutdownGate;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Tells calls when their time is over. An executor wakes a thread for each task that is
 * due before all others, as that of a lone call always is, which took a quarter of the
 * processor time of a short call for a deadline that hardly ever passes. Here one task is
 * scheduled for the earliest alarm, and stays when that alarm is disposed of: when its
 * time comes it looks for the next. Thread-safe.
 */
final class Alarms {

	// Far enough for any deadline, near enough to add to any time.
	private static final long LONGEST = Long.MAX_VALUE / 4;

	// Looking goes through all alarms, and thousands of them may be due one by one.
	private static final long BREATH = TimeUnit.MILLISECONDS.toNanos(10);

	private static final long LOST = TimeUnit.SECONDS.toNanos(2);

	private final Scheduler scheduler = Schedulers.parallel();

	// A ring, to which this belongs without being an alarm. Guards all that follows.
	private final Alarm ring = new Alarm(0, () -> {
	});

	private @Nullable Disposable look;

	private long lookAt;

	private boolean over;

	private final ShutdownGate.Event ending;

	private final Runnable end = this::end;

	/**
	 * Create alarms.
	 * @param ending lets all of them go off, those that are set later included
	 */
	Alarms(ShutdownGate.Event ending) {
		this.ending = ending;
	}

	/**
	 * Whether alarms go off since the client has ended.
	 * @return {@code true} from then on
	 */
	boolean areOver() {
		synchronized (this.ring) {
			return this.over;
		}
	}

	/**
	 * Set an alarm.
	 * @param nanos how long to wait
	 * @param task is run on a thread that must not block, and not in the meantime
	 * @return disposes of the alarm
	 */
	Disposable after(long nanos, Runnable task) {
		synchronized (this.ring) {
			if (isEmpty()) {
				// Only while there are alarms, since clients of a workload come and go.
				this.ending.listen(this.end);
			}
			long wait = this.over ? 0 : Math.min(Math.max(nanos, 0), LONGEST);
			Alarm alarm = new Alarm(System.nanoTime() + wait, task);
			alarm.insertBefore(this.ring);
			if (this.look == null || alarm.due - this.lookAt < 0 || isLost()) {
				lookAfter(wait, alarm.due);
			}
			return alarm;
		}
	}

	/**
	 * Set an alarm when subscribed to.
	 * @param nanos how long to wait
	 * @return completes when the time is over
	 */
	Mono<Void> after(long nanos) {
		return Mono.create((sink) -> sink.onDispose(after(nanos, sink::success)));
	}

	// A scheduler that is shut down drops what it has.
	private boolean isLost() {
		return System.nanoTime() - this.lookAt > LOST;
	}

	private boolean isEmpty() {
		return this.ring.after == this.ring;
	}

	private void lookAfter(long wait, long due) {
		if (this.look != null) {
			this.look.dispose();
		}
		this.lookAt = due;
		this.look = this.scheduler.schedule(this::ring, wait, TimeUnit.NANOSECONDS);
	}

	private void end() {
		synchronized (this.ring) {
			this.over = true;
			long now = System.nanoTime();
			for (Alarm alarm = this.ring.after; alarm != this.ring; alarm = alarm.after) {
				alarm.due = now;
			}
			if (!isEmpty()) {
				lookAfter(0, now);
			}
		}
	}

	private void ring() {
		List<Runnable> due = new ArrayList<>();
		synchronized (this.ring) {
			this.look = null;
			long now = System.nanoTime();
			Alarm next = null;
			Alarm following;
			for (Alarm alarm = this.ring.after; alarm != this.ring; alarm = following) {
				following = alarm.after;
				if (alarm.due - now <= 0) {
					alarm.remove();
					due.add(alarm.task);
				}
				else if (next == null || alarm.due - next.due < 0) {
					next = alarm;
				}
			}
			if (next != null) {
				long wait = Math.max(next.due - now, BREATH);
				lookAfter(wait, now + wait);
			}
			else {
				this.ending.remove(this.end);
			}
		}
		// Each by itself, since what one of them ends may take its time or fail.
		due.forEach(this.scheduler::schedule);
	}

	private final class Alarm implements Disposable {

		private long due;

		private final Runnable task;

		private Alarm before = this;

		private Alarm after = this;

		private boolean set;

		private Alarm(long due, Runnable task) {
			this.due = due;
			this.task = task;
		}

		private void insertBefore(Alarm other) {
			this.set = true;
			this.before = other.before;
			this.after = other;
			this.before.after = this;
			other.before = this;
		}

		// Without its neighbours, so that whoever keeps it does not keep them.
		private void remove() {
			this.set = false;
			this.before.after = this.after;
			this.after.before = this.before;
			this.before = this;
			this.after = this;
		}

		@Override
		public void dispose() {
			synchronized (Alarms.this.ring) {
				if (this.set) {
					remove();
				}
			}
		}

		@Override
		public boolean isDisposed() {
			synchronized (Alarms.this.ring) {
				return !this.set;
			}
		}

	}

}
