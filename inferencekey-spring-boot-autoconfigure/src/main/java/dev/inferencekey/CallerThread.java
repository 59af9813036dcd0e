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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

import dev.inferencekey.error.TransportException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Waits for calls on the threads of blocking callers.
 */
final class CallerThread {

	// Separates what the caller did from where it failed.
	private static final StackTraceElement BELOW = new StackTraceElement("call", "failed", "below", -1);

	private static final List<String> LIBRARY = Stream
		.of(CallerThread.class, Endpoint.class, BlockingEndpoint.class, BlockingStream.class, BlockingTextStream.class)
		.map(Class::getName)
		.toList();

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
		failure.setStackTrace(withCaller(failure.getStackTrace(), new Throwable().getStackTrace()));
		return (failure instanceof RuntimeException unchecked) ? unchecked : new IllegalStateException(failure);
	}

	private static StackTraceElement[] withCaller(StackTraceElement[] failed, StackTraceElement[] here) {
		List<StackTraceElement> frames = new ArrayList<>();
		Stream.of(here).dropWhile(CallerThread::isOfLibrary).forEach(frames::add);
		frames.add(BELOW);
		// A key source of the application may throw the same one again and again.
		int from = Arrays.asList(failed).indexOf(BELOW) + 1;
		int to = failed.length;
		// What failed on this very thread has the caller's frames at its end.
		for (int i = here.length; i > 0 && to > from && here[i - 1].equals(failed[to - 1]); i--) {
			to--;
		}
		frames.addAll(Arrays.asList(failed).subList(from, to));
		return frames.toArray(StackTraceElement[]::new);
	}

	private static boolean isOfLibrary(StackTraceElement frame) {
		String name = frame.getClassName();
		return name.startsWith("java.util.")
				|| LIBRARY.stream().anyMatch((type) -> name.equals(type) || name.startsWith(type + "$"));
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
