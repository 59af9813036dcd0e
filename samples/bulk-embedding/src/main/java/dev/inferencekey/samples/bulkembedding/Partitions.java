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

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.jspecify.annotations.Nullable;

import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * The partitions of the run that are not known to be complete, shared by the workers of
 * this process. Which are complete is in Spring Batch's repository, for all processes.
 */
@Component
class Partitions {

	private final Queue<Partition> open = new ConcurrentLinkedQueue<>();

	private final JdbcTemplate jdbc;

	private final BulkProperties properties;

	private final JobRepository repository;

	private final JobOperator operator;

	private final Job job;

	Partitions(JdbcTemplate jdbc, BulkProperties properties, JobRepository repository, JobOperator operator, Job job) {
		this.jdbc = jdbc;
		this.properties = properties;
		this.repository = repository;
		this.operator = operator;
		this.job = job;
	}

	/**
	 * Divide the ids of all documents into ranges of the same size. Every process finds
	 * the same ones.
	 */
	void plan() {
		int size = this.properties.partitionSize();
		this.jdbc
			.queryForList("SELECT DISTINCT floor(id / ?::numeric)::bigint FROM document ORDER BY 1", Long.class, size)
			.forEach((index) -> this.open
				.add(new Partition(this.properties.run(), index * size, (index + 1) * size - 1)));
	}

	boolean isEmpty() {
		return this.open.isEmpty();
	}

	/**
	 * Embed the next partition that no other worker holds.
	 * @param lock the lock of the worker
	 * @return how the partition ended, or {@code null} if all are held by others
	 * @throws JobExecutionException if the job cannot be started
	 */
	@Nullable JobExecution runNext(PartitionLock lock) throws JobExecutionException {
		for (Partition partition : List.copyOf(this.open)) {
			if (!lock.tryLock(partition)) {
				continue;
			}
			try {
				JobExecution execution = run(partition.parameters());
				if (execution.getStatus() == BatchStatus.COMPLETED) {
					this.open.remove(partition);
				}
				return execution;
			}
			finally {
				lock.unlock();
			}
		}
		return null;
	}

	private JobExecution run(JobParameters parameters) throws JobExecutionException {
		JobExecution last = this.repository.getLastJobExecution(EmbeddingJob.NAME, parameters);
		if (last != null && last.getStatus() == BatchStatus.COMPLETED) {
			return last;
		}
		if (last != null && last.getStatus() == BatchStatus.UNKNOWN) {
			// Whether the last commit succeeded does not matter: the reader looks.
			last.setStatus(BatchStatus.STARTED);
			last.getStepExecutions().forEach((step) -> step.setStatus(BatchStatus.STARTED));
		}
		if (last != null && last.isRunning()) {
			// Its process is dead, otherwise it would hold the lock.
			this.operator.recover(last);
		}
		return this.operator.start(this.job, parameters);
	}

}
