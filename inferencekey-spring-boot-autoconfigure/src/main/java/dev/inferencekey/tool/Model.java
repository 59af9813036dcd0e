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

package dev.inferencekey.tool;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import dev.inferencekey.Endpoint;
import dev.inferencekey.ReactiveEndpoint;
import dev.inferencekey.error.TransportException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The workload that a loop calls, as the application gave it. A blocking loop over a
 * blocking endpoint calls nothing but that, which may be the application's own.
 *
 * @param blocking the endpoint, or {@code null} if there is only the other
 * @param nonBlocking the endpoint, or {@code null} if there is only the other
 */
record Model(@Nullable Endpoint blocking, @Nullable ReactiveEndpoint nonBlocking) {

	String workload() {
		return (this.blocking != null) ? this.blocking.workload() : reactive().workload();
	}

	ReactiveEndpoint reactive() {
		return (this.blocking != null) ? this.blocking.reactive() : Objects.requireNonNull(this.nonBlocking);
	}

	/**
	 * Refuse to block on a thread that must not.
	 * @throws IllegalStateException on such a thread
	 */
	void checkMayBlock() {
		if (Schedulers.isInNonBlockingThread()) {
			throw new IllegalStateException("A blocking tool loop over workload \"" + workload() + "\" on the thread "
					+ Thread.currentThread().getName()
					+ ", which must not block. Use stream(…) or runReactive(…) of ToolLoop.");
		}
	}

	/**
	 * Wait on the thread of a blocking caller.
	 * @param work what to wait for, cancelled when the thread is interrupted
	 * @param <T> the type of what the work gives
	 * @return what the work gives, {@code null} if that is nothing
	 */
	<T> @Nullable T await(Mono<T> work) {
		CompletableFuture<@Nullable T> future = work.toFuture();
		try {
			return future.get();
		}
		catch (InterruptedException ex) {
			future.cancel(true);
			Thread.currentThread().interrupt();
			throw new TransportException("workload \"" + workload()
					+ "\": the waiting thread was interrupted. The call was cancelled and its tools interrupted.",
					workload(), ex);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof Error error) {
				throw error;
			}
			throw (ex.getCause() instanceof RuntimeException failure) ? failure
					: new IllegalStateException(ex.getCause());
		}
	}

}
