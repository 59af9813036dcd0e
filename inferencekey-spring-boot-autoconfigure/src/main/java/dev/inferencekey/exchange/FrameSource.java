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
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

import dev.inferencekey.operation.Operation;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.util.context.Context;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * The frames in the bytes of a response, for one reader. A network buffer is asked for
 * only when the last one is used up. Signals of the network, and the one to cancel, may
 * come on any thread; all else is for one thread after the other.
 */
final class FrameSource implements CoreSubscriber<DataBuffer> {

	/**
	 * How long the end of the response may take after {@code [DONE]} until the connection
	 * is closed instead of used again.
	 */
	private static final Duration LINGER = Duration.ofSeconds(1);

	private static final AtomicReferenceFieldUpdater<FrameSource, @Nullable DataBuffer> RECEIVED = AtomicReferenceFieldUpdater
		.newUpdater(FrameSource.class, DataBuffer.class, "received");

	private final Operation.Reader<?> reader;

	private final CallTimer timer;

	private final Listener listener;

	private final Decoder decoder;

	private volatile @Nullable DataBuffer received;

	private volatile boolean ended;

	private volatile boolean unread;

	private volatile @Nullable Disposable linger;

	private @Nullable Throwable failure;

	private @Nullable Subscription upstream;

	private boolean asked;

	private boolean lastFrameTaken;

	FrameSource(Decoder decoder, Operation.Reader<?> reader, CallTimer timer, Listener listener) {
		this.decoder = decoder;
		this.reader = reader;
		this.timer = timer;
		this.listener = listener;
	}

	/**
	 * Hears when it is worth while to ask for a frame.
	 */
	interface Listener {

		Context currentContext();

		/**
		 * The bytes can be asked for.
		 */
		void opened();

		/**
		 * Bytes have come, or their end.
		 */
		void arrived();

	}

	/**
	 * What asking for a frame has brought.
	 */
	enum Next {

		/**
		 * There is a frame.
		 */
		FRAME,

		/**
		 * There is none yet; bytes have been asked for.
		 */
		LATER,

		/**
		 * There are no more.
		 */
		NONE

	}

	@Override
	public Context currentContext() {
		return this.listener.currentContext();
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		this.upstream = subscription;
		this.listener.opened();
	}

	@Override
	public void onNext(DataBuffer buffer) {
		if (this.unread) {
			// Several may come at once when the rest of the response is let go by.
			DataBufferUtils.release(buffer);
			return;
		}
		this.received = buffer;
		this.listener.arrived();
	}

	@Override
	public void onError(Throwable failure) {
		this.failure = failure;
		this.ended = true;
		this.listener.arrived();
	}

	@Override
	public void onComplete() {
		this.ended = true;
		this.listener.arrived();
	}

	/**
	 * Find the next frame, taking and asking for bytes as needed.
	 * @return what was found
	 */
	Next next() {
		while (!this.decoder.next(this.reader.recogniser())) {
			// The order matters: what was received before the end must be seen.
			boolean noMore = this.ended;
			DataBuffer buffer = take();
			if (buffer != null) {
				this.asked = false;
				append(buffer);
			}
			else if (noMore) {
				return last();
			}
			else if (this.asked || !ask()) {
				return Next.LATER;
			}
		}
		return Next.FRAME;
	}

	private boolean ask() {
		this.asked = true;
		upstream().request(1);
		return this.received != null || this.ended;
	}

	// In one step, since a buffer may arrive while another thread discards.
	private @Nullable DataBuffer take() {
		return RECEIVED.getAndSet(this, null);
	}

	private void append(DataBuffer buffer) {
		try {
			this.decoder.append(buffer);
		}
		finally {
			DataBufferUtils.release(buffer);
		}
	}

	private Next last() {
		if (!this.lastFrameTaken) {
			this.lastFrameTaken = true;
			// A frame that was cut off does not count: the connection broke, not the
			// server.
			if (this.failure == null && this.decoder.finish()) {
				return Next.FRAME;
			}
		}
		return Next.NONE;
	}

	/**
	 * The frame that was found.
	 * @return valid until the next one is looked for
	 */
	Decoder frame() {
		return this.decoder;
	}

	/**
	 * Whether what ends without a blank line was handed out as a frame.
	 * @return {@code true} when nothing can follow
	 */
	boolean isLastFrameTaken() {
		return this.lastFrameTaken;
	}

	/**
	 * Why the bytes have ended.
	 * @return the failure, {@code null} when the response was whole
	 */
	@Nullable Throwable failure() {
		return this.failure;
	}

	/**
	 * Ask for nothing more and close the connection.
	 */
	void cancel() {
		this.unread = true;
		upstream().cancel();
	}

	/**
	 * Let what follows go by, which is only the end of the response, so that the
	 * connection goes back to the pool.
	 */
	void releaseRest() {
		this.unread = true;
		if (!this.ended) {
			this.linger = this.timer.after(LINGER, upstream()::cancel);
			upstream().request(Long.MAX_VALUE);
		}
	}

	/**
	 * Release what came for nobody and what the frames stood in, and wait for the rest no
	 * longer when it is there.
	 */
	void discard() {
		DataBufferUtils.release(take());
		this.decoder.close();
		Disposable scheduled = this.linger;
		if (this.ended && scheduled != null) {
			scheduled.dispose();
			this.linger = null;
		}
	}

	private Subscription upstream() {
		Subscription subscription = this.upstream;
		if (subscription == null) {
			throw new IllegalStateException("not subscribed");
		}
		return subscription;
	}

}
