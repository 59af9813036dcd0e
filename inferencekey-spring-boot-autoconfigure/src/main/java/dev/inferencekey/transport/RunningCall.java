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

package dev.inferencekey.transport;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

import dev.inferencekey.exchange.CallTimer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * One call from its beginning to its end: an attempt, and others as long as its course
 * says so. It ends exactly once: with the last attempt, when its caller cancels, when its
 * one timer fires, or when anything at all is thrown.
 * <p>
 * Reactor's operators could do each of this, but then half a dozen of them would see
 * every piece of a stream, which costs as much as reading it. An attempt that has emitted
 * anything is never followed by another, so demand need not be counted down.
 *
 * @param <R> the type of the answer or piece
 */
final class RunningCall<R> implements CoreSubscriber<R>, Subscription {

	private static final Log logger = LogFactory.getLog(RunningCall.class);

	@SuppressWarnings("rawtypes")
	private static final AtomicIntegerFieldUpdater<RunningCall> STATE = AtomicIntegerFieldUpdater
		.newUpdater(RunningCall.class, "state");

	private static final int IDLE = 0;

	// A piece is being handed on; the end must wait until it is.
	private static final int EMITTING = 1;

	private static final int ENDED = 1 << 1;

	// Whoever hands on a piece now must hand on the failure next.
	private static final int FAILURE_WAITS = 1 << 2;

	private final CoreSubscriber<? super R> actual;

	private final CallCourse<R> course;

	private final Executor executor;

	private final CallTimer timer;

	private final Context context;

	private final Disposable.Swap deadline = Disposables.swap();

	private volatile int state = IDLE;

	// Published by FAILURE_WAITS.
	private @Nullable Throwable failure;

	// Guarded by this.
	private @Nullable Subscription current;

	private long requested;

	// Touched by one signal after the other.
	private boolean delivered;

	RunningCall(CoreSubscriber<? super R> actual, CallCourse<R> course, Executor executor, CallTimer timer) {
		this.actual = actual;
		this.executor = executor;
		this.course = course;
		this.timer = timer;
		this.context = course.context();
	}

	@Override
	public Context currentContext() {
		return this.context;
	}

	void begin() {
		this.actual.onSubscribe(this);
		if (hasEnded()) {
			return;
		}
		Mono<?> wait;
		try {
			this.deadline.update(this.timer.after(this.course.remaining(), this::overdue));
			wait = this.course.begin();
		}
		catch (Throwable ex) {
			fail(ex);
			return;
		}
		proceed(wait);
	}

	private void proceed(@Nullable Mono<?> wait) {
		if (wait != null) {
			wait.subscribe(new Wait());
		}
		else {
			attempt();
		}
	}

	private void attempt() {
		forgetCurrent();
		if (hasEnded()) {
			return;
		}
		try {
			this.course.attempt(this);
		}
		catch (Throwable ex) {
			if (isSubscribed()) {
				// Thrown past the attempt, which will say nothing more.
				fail(ex);
			}
			else {
				onError(ex);
			}
		}
	}

	private synchronized void forgetCurrent() {
		this.current = null;
	}

	private synchronized boolean isSubscribed() {
		return this.current != null;
	}

	private boolean hasEnded() {
		return (this.state & ENDED) != 0;
	}

	private void overdue() {
		if (!hasEnded()) {
			fail(this.course.overdue(this.timer.isClosed()));
		}
	}

	/**
	 * Take over what is waited for or read now.
	 * @return what was requested so far, -1 if the call has ended
	 */
	private long take(Subscription subscription) {
		long demand;
		synchronized (this) {
			this.current = subscription;
			demand = this.requested;
		}
		// Looked at afterwards, so that whoever ends the call meanwhile sees either.
		if (hasEnded()) {
			subscription.cancel();
			return -1;
		}
		return demand;
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		long demand = take(subscription);
		if (demand > 0) {
			subscription.request(demand);
		}
	}

	@Override
	public void onNext(R value) {
		if (!STATE.compareAndSet(this, IDLE, EMITTING)) {
			// The call has ended, and nobody reads any more.
			Operators.onDiscard(value, this.context);
			return;
		}
		try {
			this.delivered = true;
			this.course.delivered(value);
			this.actual.onNext(value);
		}
		catch (Throwable ex) {
			// A subscriber that throws reads no more, and nobody below would notice.
			fail(ex);
		}
		if (!STATE.compareAndSet(this, EMITTING, IDLE)) {
			int before = STATE.getAndUpdate(this, (bits) -> bits & ~EMITTING);
			if ((before & FAILURE_WAITS) != 0) {
				tellFailure();
			}
		}
	}

	@Override
	public void onComplete() {
		if (end()) {
			this.course.succeeded();
			try {
				this.actual.onComplete();
			}
			catch (Throwable ex) {
				subscriberFailed(ex);
			}
		}
	}

	@Override
	public void onError(Throwable failure) {
		// Ended by itself, so that there is nothing left to cancel.
		forgetCurrent();
		if (this.delivered || hasEnded()) {
			fail(failure);
			return;
		}
		Mono<?> wait;
		try {
			wait = this.course.again(failure);
		}
		catch (Throwable ex) {
			fail(ex);
			return;
		}
		if (wait != null) {
			wait.subscribe(new Wait());
		}
		else {
			fail(failure);
		}
	}

	private boolean end() {
		if ((STATE.getAndUpdate(this, (bits) -> bits | ENDED) & ENDED) != 0) {
			return false;
		}
		this.deadline.dispose();
		return true;
	}

	private void fail(Throwable failure) {
		if (!end()) {
			return;
		}
		// The permit is free before the connection closes, which may take a while.
		this.failure = this.course.failed(failure);
		cancelCurrent();
		int before = STATE.getAndUpdate(this, (bits) -> bits | FAILURE_WAITS);
		if ((before & EMITTING) == 0) {
			tellFailure();
		}
	}

	private void tellFailure() {
		Throwable told = this.failure;
		if (told == null) {
			return;
		}
		try {
			this.actual.onError(told);
		}
		catch (Throwable ex) {
			subscriberFailed(ex);
		}
	}

	private static void subscriberFailed(Throwable failure) {
		logger.error("A subscriber failed when it was told the end of its call", failure);
	}

	private void cancelCurrent() {
		Subscription subscription;
		synchronized (this) {
			subscription = this.current;
		}
		if (subscription != null) {
			subscription.cancel();
		}
	}

	@Override
	public void request(long n) {
		if (!Operators.validate(n)) {
			return;
		}
		Subscription subscription;
		synchronized (this) {
			this.requested = Operators.addCap(this.requested, n);
			subscription = this.current;
		}
		if (subscription != null) {
			subscription.request(n);
		}
	}

	@Override
	public void cancel() {
		if (end()) {
			this.course.cancelled();
		}
		cancelCurrent();
	}

	private final class Wait implements CoreSubscriber<Object>, Subscription {

		private @Nullable Subscription upstream;

		@Override
		public Context currentContext() {
			return RunningCall.this.context;
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			this.upstream = subscription;
			if (take(this) >= 0) {
				subscription.request(Long.MAX_VALUE);
			}
		}

		@Override
		public void onNext(Object ignored) {
			// Only the end counts.
		}

		// What ends a wait is a timer or a thread of the network.
		@Override
		public void onComplete() {
			RunningCall.this.executor.execute(RunningCall.this::attempt);
		}

		@Override
		public void onError(Throwable failure) {
			forgetCurrent();
			fail(failure);
		}

		// The caller's demand is for pieces, not for the end of a wait.
		@Override
		public void request(long n) {
		}

		@Override
		public void cancel() {
			Subscription subscription = this.upstream;
			if (subscription != null) {
				subscription.cancel();
			}
		}

	}

}
