package dev.inferencekey.transport;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.inferencekey.resilience.Deadline;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * Ends a body that has a gap that is too long, or takes too long as a whole. Counts only
 * while bytes are asked for, so that a slow reader is no idle server, and starts a timer
 * once for a gap, not for each buffer; Reactor's {@code timeout} does neither. The timer
 * ends the body on a thread of its own, so signals are put in order here; Reactor's
 * serializer would drop buffers without releasing them.
 */
final class TimedBytes extends Flux<DataBuffer> {

	private final Publisher<DataBuffer> source;

	private final long sent;

	private final Deadline deadline;

	private final Alarms alarms;

	/**
	 * Create an instance.
	 * @param source the body
	 * @param sent when the request was sent, from which the time to the first byte counts
	 * @param deadline until when
	 * @param alarms tell when that is
	 */
	TimedBytes(Publisher<DataBuffer> source, long sent, Deadline deadline, Alarms alarms) {
		this.source = source;
		this.sent = sent;
		this.deadline = deadline;
		this.alarms = alarms;
	}

	@Override
	public void subscribe(CoreSubscriber<? super DataBuffer> actual) {
		this.source.subscribe(new Watch(actual, this.sent, this.deadline, this.alarms));
	}

	private static final class Watch implements CoreSubscriber<DataBuffer>, Subscription, Runnable {

		private final CoreSubscriber<? super DataBuffer> actual;

		// What the head has left of the time to the first byte.
		private final Duration forFirst;

		private final Deadline deadline;

		private final Alarms alarms;

		private final Disposable.Swap timer = Disposables.swap();

		private final AtomicBoolean ended = new AtomicBoolean();

		private final Object lock = new Object();

		private @Nullable Subscription upstream;

		private boolean received;

		// Guarded by the lock.
		private long outstanding;

		private long waitingSince;

		private int emitting;

		private @Nullable DeadlineExceededException timedOut;

		private Watch(CoreSubscriber<? super DataBuffer> actual, long sent, Deadline deadline, Alarms alarms) {
			this.actual = actual;
			this.forFirst = deadline.firstChunk().minusNanos(System.nanoTime() - sent);
			this.deadline = deadline;
			this.alarms = alarms;
		}

		@Override
		public Context currentContext() {
			return this.actual.currentContext();
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			this.upstream = subscription;
			this.waitingSince = System.nanoTime();
			this.actual.onSubscribe(this);
			// After the subscriber knows its subscription, since the timer may signal at
			// once.
			schedule(this.forFirst.toNanos(), this.deadline.remaining().toNanos());
		}

		@Override
		public void request(long n) {
			synchronized (this.lock) {
				if (this.outstanding == 0) {
					this.waitingSince = System.nanoTime();
				}
				this.outstanding = Operators.addCap(this.outstanding, n);
			}
			Subscription subscription = this.upstream;
			if (subscription != null) {
				subscription.request(n);
			}
		}

		@Override
		public void onNext(DataBuffer buffer) {
			boolean late;
			synchronized (this.lock) {
				this.received = true;
				this.waitingSince = System.nanoTime();
				if (this.outstanding != Long.MAX_VALUE) {
					this.outstanding--;
				}
				late = this.ended.get();
				this.emitting += late ? 0 : 1;
			}
			if (late) {
				DataBufferUtils.release(buffer);
				return;
			}
			DeadlineExceededException overdue = null;
			try {
				this.actual.onNext(buffer);
			}
			finally {
				synchronized (this.lock) {
					if (--this.emitting == 0) {
						overdue = this.timedOut;
						this.timedOut = null;
					}
				}
			}
			if (overdue != null) {
				this.actual.onError(overdue);
			}
		}

		@Override
		public void onError(Throwable failure) {
			if (end()) {
				this.actual.onError(failure);
			}
		}

		@Override
		public void onComplete() {
			if (end()) {
				this.actual.onComplete();
			}
		}

		@Override
		public void cancel() {
			end();
			cancelUpstream();
		}

		@Override
		public void run() {
			if (this.alarms.areOver()) {
				timeOut(DeadlineExceededException.shutdown());
				return;
			}
			long remaining = this.deadline.remaining().toNanos();
			if (remaining <= 0) {
				timeOut(DeadlineExceededException.total(this.deadline.total()));
				return;
			}
			Duration limit;
			long left;
			boolean begun;
			synchronized (this.lock) {
				begun = this.received;
				limit = begun ? this.deadline.idle() : this.forFirst;
				long gap = (this.outstanding > 0) ? System.nanoTime() - this.waitingSince : 0;
				left = limit.toNanos() - gap;
			}
			if (left <= 0) {
				timeOut(begun ? DeadlineExceededException.idle(limit)
						: DeadlineExceededException.firstChunk(this.deadline.firstChunk()));
				return;
			}
			schedule(left, remaining);
		}

		// Looks again after an idle time at the latest, since the first byte may come at
		// any moment; a millisecond later, so that the clocks of timer and deadline need
		// not agree.
		private void schedule(long left, long remaining) {
			if (!this.ended.get()) {
				long soonest = Math.min(Math.min(left, remaining), this.deadline.idle().toNanos());
				this.timer.replace(this.alarms.after(soonest + 1_000_000, this));
			}
		}

		private void timeOut(DeadlineExceededException failure) {
			if (!end()) {
				return;
			}
			cancelUpstream();
			synchronized (this.lock) {
				if (this.emitting > 0) {
					// The thread that hands on a buffer hands this on next.
					this.timedOut = failure;
					return;
				}
			}
			this.actual.onError(failure);
		}

		private boolean end() {
			if (this.ended.compareAndSet(false, true)) {
				this.timer.dispose();
				return true;
			}
			return false;
		}

		private void cancelUpstream() {
			Subscription subscription = this.upstream;
			if (subscription != null) {
				subscription.cancel();
			}
		}

	}

}
