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

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * Runs blocking work in parallel, up to a limit. Not {@code flatMap} over a scheduler,
 * which reports to the hook for dropped errors what interrupted work throws.
 *
 * @param <T> the type of what the work returns
 */
final class ParallelTasks<T> {

	private final MonoSink<List<T>> sink;

	private final Executor executor;

	private final List<FutureTask<Void>> tasks;

	private final AtomicReferenceArray<T> results;

	private final AtomicReferenceArray<@Nullable Thread> starting;

	private final AtomicInteger next = new AtomicInteger();

	private final AtomicInteger unfinished;

	private final AtomicBoolean ended = new AtomicBoolean();

	private ParallelTasks(MonoSink<List<T>> sink, Executor executor, List<Callable<T>> work) {
		this.sink = sink;
		this.executor = executor;
		this.results = new AtomicReferenceArray<>(work.size());
		this.starting = new AtomicReferenceArray<>(work.size());
		this.unfinished = new AtomicInteger(work.size());
		this.tasks = IntStream.range(0, work.size())
			.mapToObj((i) -> new FutureTask<Void>(() -> run(i, work.get(i)), null))
			.toList();
	}

	/**
	 * Run work in parallel.
	 * @param executor gives the threads
	 * @param maxParallel how many pieces may run at the same time
	 * @param work at least one piece of work; the pieces begin in their order
	 * @param <T> the type of what the work returns
	 * @return what the work returned, in the order of the work, or the first failure,
	 * {@link Error}s included. After a failure, and when it is cancelled, what still runs
	 * is interrupted, and what waits never begins.
	 */
	static <T> Mono<List<T>> run(Executor executor, int maxParallel, List<Callable<T>> work) {
		return Mono.create((sink) -> new ParallelTasks<>(sink, executor, work).start(maxParallel));
	}

	private void start(int maxParallel) {
		this.sink.onCancel(this::cancel);
		for (int i = 0; i < Math.min(maxParallel, this.tasks.size()); i++) {
			startNext(-1);
		}
	}

	// An executor may run a task before it returns, which must not nest the tasks.
	private void startNext(int current) {
		Thread thread = Thread.currentThread();
		int index;
		do {
			index = this.next.getAndIncrement();
			if (index >= this.tasks.size() || this.ended.get()) {
				return;
			}
			this.starting.set(index, thread);
			try {
				this.executor.execute(this.tasks.get(index));
			}
			catch (RuntimeException | Error ex) {
				fail(current, ex);
				return;
			}
		}
		while (!this.starting.compareAndSet(index, thread, null));
	}

	private void run(int index, Callable<T> work) {
		try {
			this.results.set(index, work.call());
		}
		catch (Throwable ex) {
			fail(index, ex);
			return;
		}
		if (this.unfinished.decrementAndGet() == 0 && this.ended.compareAndSet(false, true)) {
			this.sink.success(IntStream.range(0, this.results.length()).mapToObj(this.results::get).toList());
		}
		else if (!this.starting.compareAndSet(index, Thread.currentThread(), null)) {
			startNext(index);
		}
	}

	private void fail(int index, Throwable failure) {
		if (this.ended.compareAndSet(false, true)) {
			interruptAllBut(index);
			this.sink.error(failure);
		}
	}

	private void cancel() {
		this.ended.set(true);
		interruptAllBut(-1);
	}

	private void interruptAllBut(int index) {
		for (int i = 0; i < this.tasks.size(); i++) {
			if (i != index) {
				this.tasks.get(i).cancel(true);
			}
		}
	}

}
