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

import org.jspecify.annotations.Nullable;

/**
 * A time limit has passed, or the client was closed, for which all calls end.
 */
public final class DeadlineExceededException extends RuntimeException {

	private final @Nullable Trouble trouble;

	private final boolean shutdown;

	private DeadlineExceededException(String message, @Nullable Trouble trouble, boolean shutdown) {
		super(message, null, false, false);
		this.trouble = trouble;
		this.shutdown = shutdown;
	}

	/**
	 * Whether a call ended with its client, which says nothing about the target.
	 * @param failure what the call failed with
	 * @return {@code true} if so
	 */
	public static boolean isShutdown(Throwable failure) {
		return failure.getCause() instanceof DeadlineExceededException deadline && deadline.shutdown;
	}

	static DeadlineExceededException firstChunk(Duration limit) {
		return new DeadlineExceededException("no answer began within " + Advice.text(limit), Trouble.FIRST_CHUNK,
				false);
	}

	static DeadlineExceededException idle(Duration limit) {
		return new DeadlineExceededException("nothing came for " + Advice.text(limit) + " in the middle of the answer",
				Trouble.IDLE, false);
	}

	/**
	 * The call as a whole took too long.
	 * @param limit how long it might take
	 * @param setting where that comes from
	 * @return the exception
	 */
	public static DeadlineExceededException total(Duration limit, String setting) {
		return new DeadlineExceededException("the call took longer than " + Advice.text(limit)
				+ " with all its retries and waits, which is the limit of " + setting, null, false);
	}

	/**
	 * The client was closed.
	 * @return the exception
	 */
	public static DeadlineExceededException shutdown() {
		return new DeadlineExceededException(
				"the client was closed before the answer was complete, see spring.lifecycle.timeout-per-shutdown-phase",
				null, true);
	}

	@Nullable Trouble trouble() {
		return this.trouble;
	}

}
