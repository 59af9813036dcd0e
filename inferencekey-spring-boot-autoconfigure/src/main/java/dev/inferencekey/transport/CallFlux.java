package dev.inferencekey.transport;

import java.util.concurrent.Executor;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * One call from its place to its end: an attempt, and others as long as its course says
 * so. Reactor's operators could do each of this, but then half a dozen of them would see
 * every chunk of a stream, which costs as much as reading it. What a caller has seen of
 * an answer cannot be taken back, so an attempt that has delivered is the last; that is
 * why demand need not be counted down.
 *
 * @param <R> the type of the answer or of a chunk
 */
final class CallFlux<R> extends Flux<R> {

	private final Executor executor;

	private final Function<Context, CallCourse<R>> courses;

	/**
	 * Create an instance.
	 * @param executor runs what follows a wait
	 * @param courses begins the course of a call in the context of its caller
	 */
	CallFlux(Executor executor, Function<Context, CallCourse<R>> courses) {
		this.executor = executor;
		this.courses = courses;
	}

	@Override
	public void subscribe(CoreSubscriber<? super R> actual) {
		CallCourse<R> course;
		try {
			course = this.courses.apply(actual.currentContext());
		}
		catch (RuntimeException ex) {
			Operators.error(actual, ex);
			return;
		}
		new Attempts<>(actual, course, this.executor).begin();
	}

	private static final class Attempts<R> implements CoreSubscriber<R>, Subscription {

		private final CoreSubscriber<? super R> actual;

		private final CallCourse<R> course;

		private final Executor executor;

		private final Context context;

		// Guarded by this.
		private @Nullable Subscription current;

		private long requested;

		private boolean cancelled;

		// Touched by one signal after the other.
		private boolean delivered;

		private Attempts(CoreSubscriber<? super R> actual, CallCourse<R> course, Executor executor) {
			this.actual = actual;
			this.executor = executor;
			this.course = course;
			this.context = course.context();
		}

		@Override
		public Context currentContext() {
			return this.context;
		}

		private void begin() {
			this.actual.onSubscribe(this);
			if (isCancelled()) {
				return;
			}
			Mono<?> wait;
			try {
				wait = this.course.begin();
			}
			catch (RuntimeException ex) {
				end(ex);
				return;
			}
			if (wait != null) {
				wait.subscribe(new Wait());
			}
			else {
				attempt();
			}
		}

		private void attempt() {
			synchronized (this) {
				this.current = null;
				if (this.cancelled) {
					return;
				}
			}
			try {
				this.course.attempt(this);
			}
			catch (RuntimeException | LinkageError ex) {
				// A class that is missing must not cost the workload a place for ever.
				// Publishers must not throw; what observes them may.
				if (isSubscribed()) {
					throw ex;
				}
				onError(ex);
			}
		}

		private synchronized boolean isCancelled() {
			return this.cancelled;
		}

		private synchronized boolean isSubscribed() {
			return this.current != null;
		}

		/**
		 * Take over what is waited for or read now.
		 * @return what was requested so far, -1 when nobody waits any more
		 */
		private long take(Subscription subscription) {
			synchronized (this) {
				if (!this.cancelled) {
					this.current = subscription;
					return this.requested;
				}
			}
			subscription.cancel();
			return -1;
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
			this.delivered = true;
			this.course.delivered(value);
			try {
				this.actual.onNext(value);
			}
			catch (Throwable ex) {
				// A reader that throws reads no more, and nobody below would notice.
				cancel();
				throw ex;
			}
		}

		@Override
		public void onComplete() {
			this.course.succeeded();
			this.actual.onComplete();
		}

		@Override
		public void onError(Throwable failure) {
			if (this.delivered) {
				end(failure);
				return;
			}
			Mono<?> wait;
			try {
				wait = this.course.again(failure);
			}
			catch (RuntimeException ex) {
				end(ex);
				return;
			}
			if (wait != null) {
				wait.subscribe(new Wait());
			}
			else {
				end(failure);
			}
		}

		private void end(Throwable failure) {
			if (isCancelled()) {
				// The call has ended already, for a caller that is gone.
				return;
			}
			this.actual.onError(this.course.failed(failure));
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
			Subscription subscription;
			synchronized (this) {
				this.cancelled = true;
				subscription = this.current;
			}
			// The place is free before the connection closes, which may take a while.
			this.course.cancelled();
			if (subscription != null) {
				subscription.cancel();
			}
		}

		private final class Wait implements CoreSubscriber<Object>, Subscription {

			private @Nullable Subscription upstream;

			@Override
			public Context currentContext() {
				return Attempts.this.context;
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
				Attempts.this.executor.execute(Attempts.this::attempt);
			}

			@Override
			public void onError(Throwable failure) {
				end(failure);
			}

			// The caller's demand is for chunks, not for the end of a wait.
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

}
