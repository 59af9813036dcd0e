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

package dev.inferencekey.localplatform;

import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Runs the model on a few daemon threads of its own, away from the event loop. What does
 * not fit into its queue is refused.
 */
final class ModelThreads implements AutoCloseable {

	private static final int THREADS = Math.min(4, Runtime.getRuntime().availableProcessors());

	private static final int QUEUE_PER_THREAD = 1024;

	private static final int IDLE_SECONDS = 30;

	private static final int PATIENCE_SECONDS = 5;

	private final ThreadPoolExecutor executor = new ThreadPoolExecutor(THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS,
			new LinkedBlockingQueue<>(THREADS * QUEUE_PER_THREAD), threads());

	private final Scheduler scheduler = Schedulers.fromExecutorService(this.executor);

	ModelThreads() {
		this.executor.allowCoreThreadTimeOut(true);
	}

	private static CustomizableThreadFactory threads() {
		CustomizableThreadFactory threads = new CustomizableThreadFactory("local-platform-model-");
		threads.setDaemon(true);
		return threads;
	}

	<T> Mono<T> compute(Function<MiniLm, T> computation) {
		Callable<T> task = () -> computation.apply(MiniLm.get());
		return Mono.fromCallable(task).subscribeOn(this.scheduler);
	}

	int parallelism() {
		return THREADS;
	}

	// Reactor's graceful disposal leaves a thread behind that keeps the process alive for
	// ten seconds.
	@Override
	public void close() {
		this.executor.shutdown();
		try {
			if (!this.executor.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
				this.executor.shutdownNow();
			}
		}
		catch (InterruptedException ex) {
			this.executor.shutdownNow();
			Thread.currentThread().interrupt();
		}
		finally {
			this.scheduler.dispose();
		}
	}

}
