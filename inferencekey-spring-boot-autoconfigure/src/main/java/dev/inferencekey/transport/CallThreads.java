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

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * The threads on which calls continue after a wait, where filters and key sources of the
 * application may block. Not one of Reactor's schedulers: blocking callers may have taken
 * all of their threads, and would then wait for themselves. There are as many threads as
 * calls continue at the same time, and none when idle.
 */
public final class CallThreads implements Executor, AutoCloseable {

	private static final Log logger = LogFactory.getLog(CallThreads.class);

	private static final long KEEP_ALIVE_SECONDS = 5;

	// What continues after the client has ended only reports that.
	private static final RejectedExecutionHandler BY_THE_CALLER = (task, executor) -> task.run();

	private final ThreadPoolExecutor executor;

	/**
	 * Create an instance that has no thread yet.
	 */
	public CallThreads() {
		CustomizableThreadFactory threads = new CustomizableThreadFactory("inferencekey-");
		threads.setDaemon(true);
		this.executor = new ThreadPoolExecutor(0, Integer.MAX_VALUE, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS,
				new SynchronousQueue<>(), threads, BY_THE_CALLER);
	}

	@Override
	public void execute(Runnable task) {
		this.executor.execute(() -> {
			try {
				task.run();
			}
			catch (Throwable ex) {
				logger.error("A subscriber failed when its call went on", ex);
			}
		});
	}

	/**
	 * Let the threads end once they have nothing left to do.
	 */
	@Override
	public void close() {
		this.executor.shutdown();
	}

}
