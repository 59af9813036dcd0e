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

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whether a call has ended, and who tells its caller: a failure must not overtake the
 * piece that is being handed on.
 */
final class CallState {

	private static final int IDLE = 0;

	// A piece is being handed on; the end must wait until it is.
	private static final int EMITTING = 1;

	private static final int ENDED = 1 << 1;

	// The thread that emits a piece now must emit the failure next.
	private static final int FAILURE_WAITS = 1 << 2;

	private final AtomicInteger bits = new AtomicInteger(IDLE);

	boolean hasEnded() {
		return (this.bits.get() & ENDED) != 0;
	}

	/**
	 * End the call.
	 * @return {@code false} if it had ended before
	 */
	boolean end() {
		return (this.bits.getAndUpdate((now) -> now | ENDED) & ENDED) == 0;
	}

	/**
	 * Begin to hand on a piece.
	 * @return {@code false} if nobody reads any more
	 */
	boolean beginEmitting() {
		return this.bits.compareAndSet(IDLE, EMITTING);
	}

	/**
	 * A piece was handed on.
	 * @return {@code true} if the failure must be handed on next
	 */
	boolean endEmitting() {
		return !this.bits.compareAndSet(EMITTING, IDLE)
				&& (this.bits.getAndUpdate((now) -> now & ~EMITTING) & FAILURE_WAITS) != 0;
	}

	/**
	 * There is a failure to hand on.
	 * @return {@code false} if the thread that emits a piece now does so
	 */
	boolean tellNow() {
		return (this.bits.getAndUpdate((now) -> now | FAILURE_WAITS) & EMITTING) == 0;
	}

}
