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

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;

import dev.inferencekey.operation.Operation;
import dev.inferencekey.operation.UnreadableResponseException;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * One reading of a {@link FrameFlux}: turns what arrives into pieces, on whichever thread
 * arrives or asks first, and never more of them than were asked for.
 *
 * @param <R> the type of a piece
 */
final class FrameSubscription<R> implements FrameSource.Listener, Subscription {

	@SuppressWarnings("rawtypes")
	private static final AtomicIntegerFieldUpdater<FrameSubscription> WORK = AtomicIntegerFieldUpdater
		.newUpdater(FrameSubscription.class, "work");

	@SuppressWarnings("rawtypes")
	private static final AtomicLongFieldUpdater<FrameSubscription> REQUESTED = AtomicLongFieldUpdater
		.newUpdater(FrameSubscription.class, "requested");

	private final CoreSubscriber<? super R> actual;

	private final Operation.Reader<R> reader;

	private final StreamFailures failures;

	private final StreamListener listener;

	private final FrameSource source;

	private volatile int work;

	private volatile long requested;

	private volatile boolean cancelled;

	// The fields below are touched only by the thread that drains.

	private boolean frameReady;

	// Read already, and handed on before the next frame.
	private @Nullable R ready;

	// Set when nothing else comes but what the reader has held back.
	private boolean ending;

	private boolean ended;

	FrameSubscription(CoreSubscriber<? super R> actual, Decoder decoder, Operation.Reader<R> reader,
			StreamFailures failures, CallTimer timer, StreamListener listener) {
		this.actual = actual;
		this.reader = reader;
		this.failures = failures;
		this.listener = listener;
		this.source = new FrameSource(decoder, reader, timer, this);
	}

	FrameSource source() {
		return this.source;
	}

	@Override
	public Context currentContext() {
		return this.actual.currentContext();
	}

	@Override
	public void opened() {
		this.actual.onSubscribe(this);
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
		this.source.cancel();
		drain();
	}

	private void drain() {
		if (WORK.getAndIncrement(this) != 0) {
			return;
		}
		int missed = 1;
		do {
			workOrFail();
			missed = WORK.addAndGet(this, -missed);
		}
		while (missed != 0);
	}

	// What is thrown past this would leave the stream marked as busy for ever.
	private void workOrFail() {
		try {
			work();
		}
		catch (Throwable ex) {
			if (this.ended) {
				Operators.onErrorDropped(ex, currentContext());
				return;
			}
			fail(ex);
			this.source.discard();
		}
	}

	private void work() {
		long emitted = 0;
		while (!this.cancelled && !this.ended) {
			if (this.ready == null && !this.frameReady && !nextFrame()) {
				break;
			}
			if (emitted == this.requested) {
				break;
			}
			if (this.ready != null) {
				emitted++;
				emit(this.ready);
			}
			else if (readFrame()) {
				emitted++;
			}
		}
		if (emitted != 0) {
			Operators.produced(REQUESTED, this, emitted);
			this.listener.paused();
		}
		if (this.cancelled || this.ended) {
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
		catch (Throwable ex) {
			fail(ex);
			return false;
		}
	}

	private boolean frameFound(Decoder frame) {
		if (frame.isTerminator()) {
			return end(true);
		}
		this.frameReady = true;
		return true;
	}

	private boolean atEnd() {
		return end(this.source.failure() == null && this.source.frame().endsWithBody());
	}

	/**
	 * End the stream as it should, after what the reader held back, or tell that
	 * something is missing.
	 * @param terminated whether the framing says that this is the end
	 * @return {@code true} when something is to be handed on before
	 */
	private boolean end(boolean terminated) {
		if (!this.reader.isComplete(terminated)) {
			fail(this.failures.cut(this.source.failure(), this.reader.partialText()));
			return false;
		}
		this.ready = this.reader.rest();
		if (this.ready != null) {
			this.ending = true;
			return true;
		}
		complete();
		return false;
	}

	private void emit(R piece) {
		this.actual.onNext(piece);
		this.ready = this.ending ? this.reader.rest() : this.reader.further();
		if (this.ready == null && this.ending) {
			complete();
		}
	}

	private boolean readFrame() {
		this.frameReady = false;
		@Nullable R piece;
		try {
			piece = read(this.source.frame());
		}
		catch (UnreadableResponseException ex) {
			if (this.source.isLastFrameTaken() && this.reader.isComplete(false)) {
				// What was cut off came after the answer. An error that is whole
				// counts.
				end(false);
			}
			else {
				fail(ex);
			}
			return false;
		}
		catch (Throwable ex) {
			fail(ex);
			return false;
		}
		if (piece == null) {
			return false;
		}
		emit(piece);
		return true;
	}

	private @Nullable R read(Decoder frame) {
		if (frame.isRecognised()) {
			Operation.Recogniser<R> recogniser = this.reader.recogniser();
			if (recogniser != null) {
				return recogniser.read(frame.array(), frame.from(), frame.to());
			}
		}
		if (frame.isError()) {
			throw this.failures.errorEvent(frame.array(), frame.from(), frame.to(), this.reader.partialText());
		}
		return this.reader.read(frame.array(), frame.from(), frame.to());
	}

	private void fail(Throwable failure) {
		this.ended = true;
		if (failure instanceof OutOfMemoryError) {
			// It is what was read that fills the memory, and telling needs some.
			this.reader.forget();
		}
		try {
			this.source.cancel();
		}
		finally {
			this.actual.onError(broken(failure));
		}
	}

	private Throwable broken(Throwable failure) {
		try {
			return this.failures.broken(failure, this.source.isLastFrameTaken(), partialText());
		}
		catch (OutOfMemoryError ex) {
			return failure;
		}
	}

	// Without memory for another piece there may be none for all of them either.
	private String partialText() {
		try {
			return this.reader.partialText();
		}
		catch (Throwable ex) {
			return "";
		}
	}

	private void complete() {
		this.ended = true;
		this.actual.onComplete();
		this.source.releaseRest();
	}

}
