package dev.inferencekey.transport;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;

import dev.inferencekey.operation.Operation;
import dev.inferencekey.operation.UnreadableResponseException;
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

/**
 * Hands the frames of a response on as they are asked for, so that a slow reader holds
 * one buffer and TCP slows the server down. Reactor's operators would either prefetch
 * buffers or lose the frames that stand before a broken one.
 *
 * @param <R> the type of a frame
 */
final class FrameFlux<R> extends Flux<R> {

	private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

	private final Publisher<DataBuffer> source;

	private final Operation.Reader<R> reader;

	private final StreamFailures failures;

	private final Deadline deadline;

	private final Alarms alarms;

	private final StreamListener listener;

	FrameFlux(Publisher<DataBuffer> source, Operation.Reader<R> reader, StreamFailures failures, Deadline deadline,
			Alarms alarms, StreamListener listener) {
		this.source = source;
		this.reader = reader;
		this.failures = failures;
		this.deadline = deadline;
		this.alarms = alarms;
		this.listener = listener;
	}

	@Override
	public void subscribe(CoreSubscriber<? super R> actual) {
		this.source.subscribe(new Frames<>(actual, this).source);
	}

	private static final class Frames<R> implements FrameSource.Listener, Subscription {

		@SuppressWarnings("rawtypes")
		private static final AtomicIntegerFieldUpdater<Frames> WORK = AtomicIntegerFieldUpdater.newUpdater(Frames.class,
				"work");

		@SuppressWarnings("rawtypes")
		private static final AtomicLongFieldUpdater<Frames> REQUESTED = AtomicLongFieldUpdater.newUpdater(Frames.class,
				"requested");

		private final CoreSubscriber<? super R> actual;

		private final Operation.Reader<R> reader;

		private final StreamFailures failures;

		private final Deadline deadline;

		private final Alarms alarms;

		private final StreamListener listener;

		private final FrameSource source;

		private final Disposable.Swap overdue = Disposables.swap();

		private volatile boolean late;

		private volatile int work;

		private volatile long requested;

		private volatile boolean cancelled;

		// The fields below are touched only by the thread that drains.

		private boolean frameReady;

		// Set when nothing else comes but this, once it is asked for.
		private @Nullable R rest;

		private boolean ended;

		private Frames(CoreSubscriber<? super R> actual, FrameFlux<R> stream) {
			this.actual = actual;
			this.reader = stream.reader;
			this.failures = stream.failures;
			this.deadline = stream.deadline;
			this.alarms = stream.alarms;
			this.listener = stream.listener;
			this.source = new FrameSource(stream.reader, stream.alarms, this);
		}

		@Override
		public Context currentContext() {
			return this.actual.currentContext();
		}

		@Override
		public void opened() {
			this.actual.onSubscribe(this);
			// After the subscriber knows its subscription, since the timer may signal at
			// once.
			this.overdue.replace(this.alarms.after(this.deadline.remaining().toNanos(), this::late));
		}

		@Override
		public void arrived() {
			drain();
		}

		@Override
		public void request(long n) {
			if (Operators.validate(n)) {
				Operators.addCap(REQUESTED, this, n);
				drain();
			}
		}

		@Override
		public void cancel() {
			this.cancelled = true;
			// Not left to the draining, which a subscriber that throws has ended.
			this.overdue.dispose();
			this.source.cancel();
			drain();
		}

		// Ends also a stream that nobody reads any more, so that it gives its place back.
		private void late() {
			this.late = true;
			drain();
		}

		private void drain() {
			if (WORK.getAndIncrement(this) != 0) {
				return;
			}
			int missed = 1;
			do {
				work();
				missed = WORK.addAndGet(this, -missed);
			}
			while (missed != 0);
		}

		private void work() {
			long emitted = 0;
			while (!this.cancelled && !this.ended) {
				if (this.late) {
					fail(this.failures.cut(
							this.alarms.areOver() ? DeadlineExceededException.shutdown()
									: DeadlineExceededException.total(this.deadline.total()),
							this.reader.partialText()));
					break;
				}
				if (this.rest == null && !this.frameReady && !nextFrame()) {
					break;
				}
				if (emitted == this.requested) {
					break;
				}
				if (this.rest != null) {
					emitted++;
					R last = this.rest;
					this.rest = null;
					this.actual.onNext(last);
					complete();
				}
				else if (emit()) {
					emitted++;
				}
			}
			if (emitted != 0) {
				Operators.produced(REQUESTED, this, emitted);
				this.listener.paused();
			}
			if (this.cancelled || this.ended) {
				this.overdue.dispose();
				this.source.discard();
			}
		}

		/**
		 * Find the next frame.
		 * @return {@code false} when there is none now, or the stream has ended
		 */
		private boolean nextFrame() {
			try {
				FrameSource.Next next = this.source.next();
				if (next == FrameSource.Next.NONE) {
					return atEnd();
				}
				return next == FrameSource.Next.FRAME && frameFound(this.source.frame());
			}
			catch (RuntimeException ex) {
				fail(ex);
				return false;
			}
		}

		private boolean frameFound(SseDecoder event) {
			if (Arrays.equals(event.array(), event.from(), event.to(), DONE, 0, DONE.length)) {
				return finish();
			}
			this.frameReady = true;
			return true;
		}

		private boolean atEnd() {
			if (this.reader.complete()) {
				return finish();
			}
			fail(this.failures.cut(this.source.failure(), this.reader.partialText()));
			return false;
		}

		/**
		 * End the stream as it should, after what the reader held back.
		 * @return {@code true} when something is to be handed on before
		 */
		private boolean finish() {
			this.rest = this.reader.rest();
			if (this.rest != null) {
				return true;
			}
			complete();
			return false;
		}

		private boolean emit() {
			this.frameReady = false;
			@Nullable R frame;
			try {
				SseDecoder event = this.source.frame();
				if (event.isError()) {
					throw this.failures.errorEvent(event.array(), event.from(), event.to(), this.reader.partialText());
				}
				frame = this.reader.read(event.array(), event.from(), event.to());
			}
			catch (RuntimeException ex) {
				boolean unreadable = ex instanceof UnreadableResponseException;
				if (unreadable && this.source.isLastFrameTaken() && this.reader.complete()) {
					// What was cut off came after the answer. An error that is whole
					// counts.
					finish();
				}
				else {
					fail(ex);
				}
				return false;
			}
			if (frame == null) {
				return false;
			}
			this.actual.onNext(frame);
			return true;
		}

		private void fail(RuntimeException failure) {
			this.ended = true;
			this.source.cancel();
			this.actual
				.onError(this.failures.broken(failure, this.source.isLastFrameTaken(), this.reader.partialText()));
		}

		private void complete() {
			this.ended = true;
			this.actual.onComplete();
			this.source.releaseRest();
		}

	}

}
