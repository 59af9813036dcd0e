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

package dev.inferencekey.samples.bulkembedding;

import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import javax.sql.DataSource;

import dev.inferencekey.error.InferenceKeyException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.ExitCodeGenerator;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Embeds partitions until all are complete, those of other processes included: if one of
 * them dies, its partition is taken over. The first failure stops this process.
 */
@Component
class BulkRunner implements ApplicationRunner, ExitCodeGenerator {

	private static final Logger logger = LoggerFactory.getLogger(BulkRunner.class);

	private static final Duration POLL = Duration.ofSeconds(1);

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final DocumentTables tables;

	private final Partitions partitions;

	private final Progress progress;

	private final StopSignal stop;

	private final DataSource dataSource;

	private final int workers;

	private final ReentrantLock running = new ReentrantLock();

	BulkRunner(DocumentTables tables, Partitions partitions, Progress progress, StopSignal stop, DataSource dataSource,
			BulkProperties properties) {
		this.tables = tables;
		this.partitions = partitions;
		this.progress = progress;
		this.stop = stop;
		this.dataSource = dataSource;
		this.workers = properties.workers();
	}

	@Override
	public void run(ApplicationArguments arguments) throws Exception {
		this.running.lock();
		try {
			this.tables.prepare();
			this.partitions.plan();
			this.progress.start();
			work(this.workers);
			this.progress.end();
		}
		finally {
			this.running.unlock();
		}
	}

	private void work(int workers) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(workers);
		try {
			Callable<@Nullable Void> worker = this::work;
			for (Future<@Nullable Void> end : executor.invokeAll(Collections.nCopies(workers, worker))) {
				end.get();
			}
		}
		finally {
			executor.shutdown();
		}
	}

	private @Nullable Void work() throws Exception {
		try (PartitionLock lock = new PartitionLock(this.dataSource)) {
			while (!this.stop.isGiven() && !this.partitions.isEmpty()) {
				JobExecution execution = this.partitions.runNext(lock);
				if (execution == null) {
					this.stop.await(POLL);
				}
				else if (execution.getStatus().isUnsuccessful()) {
					fail(execution);
				}
			}
			return null;
		}
		catch (Exception ex) {
			this.stop.give();
			throw ex;
		}
	}

	private void fail(JobExecution execution) {
		this.stop.give();
		JobParameters parameters = execution.getJobParameters();
		for (Throwable failure : execution.getAllFailureExceptions()) {
			InferenceKeyException known = clientFailure(failure);
			// What the client says needs no stack trace.
			logger.error("Stopped at documents {} to {}: {}", parameters.getLong("from"), parameters.getLong("to"),
					(known != null) ? known.getMessage() : "", (known != null) ? null : failure);
		}
	}

	private static @Nullable InferenceKeyException clientFailure(@Nullable Throwable failure) {
		if (failure == null || failure instanceof InferenceKeyException) {
			return (InferenceKeyException) failure;
		}
		return clientFailure(failure.getCause());
	}

	/**
	 * On a signal to end, let the chunks in progress be stored.
	 */
	@EventListener
	void stop(ContextClosedEvent event) throws InterruptedException {
		this.stop.give();
		if (this.running.tryLock(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
			this.running.unlock();
		}
	}

	@Override
	public int getExitCode() {
		return this.partitions.isEmpty() ? 0 : 1;
	}

}
