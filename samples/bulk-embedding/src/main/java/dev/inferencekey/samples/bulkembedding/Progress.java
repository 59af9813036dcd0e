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

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.format.annotation.DurationFormat.Style;
import org.springframework.format.datetime.standard.DurationFormatterUtils;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Logs how many documents of the run are done, by all processes together, and how long
 * the others will take. Spring Batch's counters are in its repository, so that nothing is
 * counted but the documents that were left at the start.
 */
@Component
class Progress {

	private static final Logger logger = LoggerFactory.getLogger(Progress.class);

	private static final String DONE = """
			SELECT coalesce(sum(s.write_count + s.write_skip_count), 0)
			FROM batch_step_execution s JOIN batch_job_execution_params p USING (job_execution_id)
			WHERE s.step_name = ? AND p.parameter_name = 'run' AND p.parameter_value = ?""";

	private static final String LEFT = """
			SELECT count(*) FROM document d
			WHERE NOT EXISTS (SELECT FROM document_embedding e WHERE e.document_id = d.id)
			AND NOT EXISTS (SELECT FROM skipped_document s WHERE s.document_id = d.id)""";

	private final JdbcTemplate jdbc;

	private final BulkProperties properties;

	private long first;

	private long startNanos;

	private volatile long total;

	Progress(JdbcTemplate jdbc, BulkProperties properties) {
		this.jdbc = jdbc;
		this.properties = properties;
	}

	void start() {
		this.first = done();
		this.startNanos = System.nanoTime();
		this.total = this.first + count(LEFT);
		logger.info("{} of {} documents are done", this.first, this.total);
	}

	@Scheduled(initialDelayString = "${bulk.progress-interval}", fixedDelayString = "${bulk.progress-interval}")
	void log() {
		if (this.total == 0) {
			return;
		}
		long done = done();
		double rate = (done - this.first) * 1e9 / (System.nanoTime() - this.startNanos);
		if (rate > 0) {
			Duration left = Duration.ofSeconds(Math.round((this.total - done) / rate));
			logger.info("{} of {} documents are done, {} a second, {} left", done, this.total, Math.round(rate),
					DurationFormatterUtils.print(left, Style.COMPOSITE));
		}
		else {
			logger.info("{} of {} documents are done", done, this.total);
		}
	}

	private long done() {
		return count(DONE, EmbeddingJob.STEP, this.properties.run());
	}

	private long count(String query, Object... parameters) {
		Long count = this.jdbc.queryForObject(query, Long.class, parameters);
		return (count != null) ? count : 0;
	}

	void end() {
		logger.info("{} of {} documents are done", done(), this.total);
	}

}
