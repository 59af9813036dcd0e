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

package dev.inferencekey;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.Objects;

import dev.inferencekey.error.TransportException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Waits for calls on the threads of blocking callers.
 */
final class CallerThread {

	private CallerThread() {
	}

	/**
	 * Wait for an answer. Not {@code Mono.block}: an interrupt must become an exception
	 * that says so and cancels the call.
	 * @param <T> the type of the answer
	 * @param workload the workload that is called
	 * @param answer the call
	 * @return the answer
	 */
	static <T> T await(String workload, Mono<T> answer) {
		checkMayBlock(workload);
		CompletableFuture<@Nullable T> future = answer.toFuture();
		try {
			return Objects.requireNonNull(future.get(), "a call ended without an answer");
		}
		catch (InterruptedException ex) {
			future.cancel(true);
			Thread.currentThread().interrupt();
			throw interrupted(workload, ex);
		}
		catch (ExecutionException ex) {
			throw rethrow(Objects.requireNonNullElse(ex.getCause(), ex));
		}
	}

	static TransportException interrupted(String workload, InterruptedException cause) {
		return new TransportException(
				"workload \"" + workload
						+ "\": the waiting thread was interrupted. The call was cancelled and its connection closed.",
				workload, cause);
	}

	/**
	 * Prepare an exception of another thread for throwing in this one.
	 * @param failure what the call failed with
	 * @return the same exception, whose stack trace begins with the caller's frames
	 */
	static RuntimeException rethrow(Throwable failure) {
		if (failure instanceof Error error) {
			throw error;
		}
		// Once: a key source of the application may throw the same one again and again.
		if (failure.getSuppressed().length == 0) {
			failure.addSuppressed(new Exception("called from here"));
		}
		return (failure instanceof RuntimeException unchecked) ? unchecked : new IllegalStateException(failure);
	}

	/**
	 * Refuse to block on a thread that must not.
	 * @param workload the workload that is called
	 * @throws IllegalStateException on such a thread
	 */
	static void checkMayBlock(String workload) {
		if (Schedulers.isInNonBlockingThread()) {
			throw new IllegalStateException(
					"A blocking call of workload \"" + workload + "\" on the thread " + Thread.currentThread().getName()
							+ ", which must not block. Use reactive() of this Endpoint, or inject a ReactiveEndpoint.");
		}
	}

}
