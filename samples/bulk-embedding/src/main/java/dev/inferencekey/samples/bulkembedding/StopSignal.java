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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.StepInterruptionPolicy;
import org.springframework.stereotype.Component;

/**
 * Stops every worker of this process after its current chunk.
 */
@Component
class StopSignal implements StepInterruptionPolicy {

	private final CountDownLatch given = new CountDownLatch(1);

	void give() {
		this.given.countDown();
	}

	boolean isGiven() {
		return this.given.getCount() == 0;
	}

	void await(Duration timeout) throws InterruptedException {
		this.given.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
	}

	@Override
	public void checkInterrupted(StepExecution stepExecution) throws JobInterruptedException {
		if (isGiven()) {
			// Otherwise the step would end as if it were complete.
			stepExecution.setTerminateOnly();
			throw new JobInterruptedException("This process was told to stop");
		}
	}

}
