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

import dev.inferencekey.exchange.CallTimer;
import dev.inferencekey.exchange.FilterErrors;
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
 * every piece of a stream, which costs as much as reading it.
 *
 * @param <R> the type of the answer or piece
 */
final class RunningCall<R> implements CoreSubscriber<R>, Subscription {

	private static final Log logger = LogFactory.getLog(RunningCall.class);

	// The key under which Reactor keeps an onErrorContinue. A caller may go on after a
	// piece, but an answer that has lost a part of its body is another answer.
	private static final String CONTINUE = "reactor.onNextError.localStrategy";

	private final CoreSubscriber<? super R> actual;

	private final CallCourse<R> course;

	private final Executor executor;

	private final CallTimer timer;

	private final Context context;

	private final Disposable.Swap deadline = Disposables.swap();

	private final CallState state = new CallState();

	// Published by the state.
	private @Nullable Throwable failure;

	private final Upstream upstream = new Upstream();

	// Touched by one signal after the other.
	private boolean delivered;

	RunningCall(CoreSubscriber<? super R> actual, CallCourse<R> course, Executor executor, CallTimer timer) {
		this.actual = actual;
		this.executor = executor;
		this.course = course;
		this.timer = timer;
		this.context = FilterErrors.addTo(course.context().delete(CONTINUE), this::fail);
	}

	@Override
	public Context currentContext() {
		return this.context;
	}

	void begin() {
		this.actual.onSubscribe(this);
		if (this.state.hasEnded()) {
			return;
		}
		try {
			this.deadline.update(this.timer.after(this.course.remaining(), this::overdue));
			Mono<?> wait = this.course.begin();
			if (wait != null) {
				wait.subscribe(new CallWait(this));
				return;
			}
		}
		catch (Throwable ex) {
			fail(ex);
			return;
		}
		attempt();
	}

	private void attempt() {
		this.upstream.forget();
		if (this.state.hasEnded()) {
			return;
		}
		try {
			this.course.attempt(this);
		}
		catch (Throwable ex) {
			if (this.upstream.isSet()) {
				// Thrown past the attempt, which will say nothing more.
				fail(ex);
			}
			else {
				onError(ex);
			}
		}
	}

	/**
	 * Make the next attempt, now that the wait for it is over.
	 */
	void waited() {
		// What ends a wait is a timer or a thread of the network.
		this.executor.execute(this::attempt);
	}

	/**
	 * End the call, since the wait for its next attempt failed.
	 * @param failure why
	 */
	void waitFailed(Throwable failure) {
		this.upstream.forget();
		fail(failure);
	}

	private void overdue() {
		try {
			fail(this.course.overdue(this.timer.isClosed()));
		}
		catch (Throwable ex) {
			fail(ex);
		}
	}

	/**
	 * Take over what is waited for or read now.
	 * @return what was requested so far, -1 if the call has ended
	 */
	long take(Subscription subscription) {
		long demand = this.upstream.set(subscription);
		// Checked afterwards, so that a thread that ends the call meanwhile sees one of
		// the two.
		if (this.state.hasEnded()) {
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
		if (!this.state.beginEmitting()) {
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
		if (this.state.endEmitting()) {
			tellFailure();
		}
	}

	@Override
	public void onComplete() {
		if (!end()) {
			return;
		}
		try {
			try {
				this.course.succeeded();
			}
			finally {
				this.actual.onComplete();
			}
		}
		catch (Throwable ex) {
			subscriberFailed(ex);
		}
	}

	@Override
	public void onError(Throwable failure) {
		// Ended by itself, so that there is nothing left to cancel.
		this.upstream.forget();
		if (this.delivered || this.state.hasEnded()) {
			fail(failure);
			return;
		}
		try {
			Mono<?> wait = this.course.again(failure);
			if (wait != null) {
				wait.subscribe(new CallWait(this));
				return;
			}
		}
		catch (Throwable ex) {
			fail(ex);
			return;
		}
		fail(failure);
	}

	private boolean end() {
		if (!this.state.end()) {
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
		try {
			this.failure = this.course.failed(failure);
		}
		catch (Throwable ex) {
			// Such as an appender of the application, or for want of memory.
			this.failure = failure;
		}
		try {
			this.upstream.cancel();
		}
		finally {
			if (this.state.tellNow()) {
				tellFailure();
			}
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

	// Whatever an observer or a subscriber throws now, the call has its end.
	private static void subscriberFailed(Throwable failure) {
		logger.error("A subscriber failed when it was told that a call had ended", failure);
	}

	@Override
	public void request(long n) {
		if (Operators.validate(n)) {
			this.upstream.request(n);
		}
	}

	@Override
	public void cancel() {
		try {
			if (end()) {
				this.course.cancelled();
			}
		}
		finally {
			this.upstream.cancel();
		}
	}

}
