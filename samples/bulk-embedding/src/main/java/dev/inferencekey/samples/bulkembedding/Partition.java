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

import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;

/**
 * A range of document ids, which is an instance of the job in Spring Batch's repository.
 *
 * @param run the name of the run
 * @param from the first id
 * @param to the last id
 */
record Partition(String run, long from, long to) {

	JobParameters parameters() {
		return new JobParametersBuilder().addString("run", this.run)
			.addLong("from", this.from)
			.addLong("to", this.to)
			.toJobParameters();
	}

}
