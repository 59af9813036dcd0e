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
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
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
 * Ends a body whose first byte is late, or that has a gap that is too long. Time counts
 * only while bytes are asked for, so that a slow reader is not taken for an idle server,
 * and the timer is set once for each gap, not for each buffer; Reactor's {@code timeout}
 * does neither. The timer fires on a thread of its own, so signals are put in order here;
 * Reactor's serializer would drop buffers without releasing them.
 */
final class IdleLimit extends Flux<DataBuffer> {

	private final Head head;

	private final @Nullable Duration forFirst;

	private final Limits limits;

	private final CallTimer timer;

	/**
	 * Create an instance.
	 * @param head has the body, and the connection to close when the rest is not wanted
	 * @param forFirst how long the first byte may still take, {@code null} for no limit
	 * @param limits how long it and the gaps may take
	 * @param timer tells when that is
	 */
	IdleLimit(Head head, @Nullable Duration forFirst, Limits limits, CallTimer timer) {
		this.head = head;
		this.forFirst = forFirst;
		this.limits = limits;
		this.timer = timer;
	}

	@Override
	public void subscribe(CoreSubscriber<? super DataBuffer> actual) {
		this.head.body().subscribe(new Watch(actual, this));
	}

	private static final class Watch implements CoreSubscriber<DataBuffer>, Subscription, Runnable {

		private final CoreSubscriber<? super DataBuffer> actual;

		private final OpenConnection connection;

		private final Context context;

		private final @Nullable Duration forFirst;

		private final Limits limits;

		private final CallTimer timer;

		private final Disposable.Swap alarm = Disposables.swap();

		private final AtomicBoolean ended = new AtomicBoolean();

		private final Object lock = new Object();

		private @Nullable Subscription upstream;

		// Guarded by the lock.
		private boolean received;

		private long outstanding;

		private long waitingSince;

		private int emitting;

		private @Nullable DeadlineExceededException timedOut;

		private Watch(CoreSubscriber<? super DataBuffer> actual, IdleLimit body) {
			this.actual = actual;
			// Filters may keep buffers, and drop them when the stream ends.
			this.context = Operators.enableOnDiscard(actual.currentContext(), Watch::discard);
			this.connection = body.head.connection();
			this.forFirst = body.forFirst;
			this.limits = body.limits;
			this.timer = body.timer;
		}

		@Override
		public Context currentContext() {
			return this.context;
		}

		private static void discard(Object value) {
			if (value instanceof DataBuffer buffer) {
				DataBufferUtils.release(buffer);
			}
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			this.upstream = subscription;
			this.waitingSince = System.nanoTime();
			this.actual.onSubscribe(this);
			// After the subscriber knows its subscription, since the timer may signal at
			// once.
			schedule((this.forFirst != null) ? this.forFirst : this.limits.idle());
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
			if (end()) {
				abandon();
			}
			else {
				cancelUpstream();
			}
		}

		@Override
		public void run() {
			if (this.timer.isClosed()) {
				// The call is ended by its own timer.
				return;
			}
			boolean begun;
			Duration left;
			synchronized (this.lock) {
				begun = this.received;
				Duration limit = begun ? this.limits.idle() : this.forFirst;
				long waiting = (this.outstanding > 0) ? System.nanoTime() - this.waitingSince : 0;
				left = (limit != null) ? limit.minusNanos(waiting) : this.limits.idle();
			}
			if (left.compareTo(Duration.ZERO) > 0) {
				schedule(left);
			}
			else {
				timeOut(begun ? DeadlineExceededException.idle(this.limits.idle())
						: DeadlineExceededException.firstChunk(this.limits.firstChunk()));
			}
		}

		// Looks again after an idle time at the latest, since the first byte may come at
		// any moment.
		private void schedule(Duration left) {
			if (!this.ended.get()) {
				Duration soonest = (left.compareTo(this.limits.idle()) < 0) ? left : this.limits.idle();
				this.alarm.replace(this.timer.after(soonest, this));
			}
		}

		private void timeOut(DeadlineExceededException failure) {
			if (!end()) {
				return;
			}
			try {
				abandon();
			}
			finally {
				tell(failure);
			}
		}

		private void tell(DeadlineExceededException failure) {
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
				this.alarm.dispose();
				return true;
			}
			return false;
		}

		// The connection last: what it brings ends when it closes, and filters would hand
		// on what they have collected, to nobody. Filters may keep a cancellation, or
		// fail.
		private void abandon() {
			try {
				cancelUpstream();
			}
			finally {
				this.connection.close();
			}
		}

		private void cancelUpstream() {
			Subscription subscription = this.upstream;
			if (subscription != null) {
				subscription.cancel();
			}
		}

	}

}
