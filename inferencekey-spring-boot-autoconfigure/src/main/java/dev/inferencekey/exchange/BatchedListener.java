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

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/**
 * Tells a listener of pauses once for everything that one read of the socket brought.
 * Each frame is a chunk of HTTP and arrives by itself, some dozens one after the other;
 * waking a blocking reader for each took half of its time.
 */
final class BatchedListener implements StreamListener {

	private final StreamListener listener;

	private final Supplier<@Nullable EventLoop> loop;

	private final AtomicBoolean scheduled = new AtomicBoolean();

	private final Runnable task = this::tell;

	BatchedListener(StreamListener listener, Supplier<@Nullable EventLoop> loop) {
		this.listener = listener;
		this.loop = loop;
	}

	@Override
	public void opened() {
		this.listener.opened();
		// What came with the head is handed on first.
		paused();
	}

	@Override
	public void paused() {
		if (this.scheduled.compareAndSet(false, true)) {
			afterReading();
		}
	}

	private void tell() {
		this.scheduled.set(false);
		this.listener.paused();
	}

	// An event loop runs its tasks when it has read what there is.
	private void afterReading() {
		EventLoop reading = this.loop.get();
		if (reading != null && reading.inEventLoop()) {
			try {
				reading.execute(this.task);
				return;
			}
			catch (RejectedExecutionException ex) {
				// The event loop is about to end; there is nothing to wait for.
			}
		}
		tell();
	}

}
