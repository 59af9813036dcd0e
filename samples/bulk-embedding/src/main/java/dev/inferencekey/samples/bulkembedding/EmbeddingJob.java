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

import java.util.Map;

import javax.sql.DataSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.batch.core.configuration.annotation.StepScope;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.core.step.skip.SkipLimitExceededException;
import org.springframework.batch.core.step.skip.SkipPolicy;
import org.springframework.batch.infrastructure.item.database.JdbcPagingItemReader;
import org.springframework.batch.infrastructure.item.database.Order;
import org.springframework.batch.infrastructure.item.database.builder.JdbcPagingItemReaderBuilder;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * The job that embeds one partition of the documents. A chunk is one transaction: it
 * stores the vectors and, in Spring Batch's own tables, the progress.
 */
@Configuration(proxyBeanMethods = false)
class EmbeddingJob {

	private static final Logger logger = LoggerFactory.getLogger(EmbeddingJob.class);

	static final String NAME = "embed-documents";

	static final String STEP = "embed-partition";

	@Bean
	Job embedDocuments(JobRepository repository, Step embedPartition) {
		return new JobBuilder(NAME, repository).start(embedPartition).build();
	}

	@Bean
	Step embedPartition(JobRepository repository, PlatformTransactionManager transactionManager,
			JdbcPagingItemReader<Document> pendingDocuments, EmbeddingWriter writer, SkippedDocuments skipped,
			StopSignal stop, BulkProperties properties) {
		return new StepBuilder(STEP, repository).<Document, Document>chunk(properties.chunkSize())
			.transactionManager(transactionManager)
			.reader(pendingDocuments)
			.writer(writer)
			.faultTolerant()
			.retryPolicy(retryTemporary(properties.retry()))
			.retryListener(new RetryLog())
			.skipPolicy(skipRefused(properties.skipLimit()))
			.skipListener(skipped)
			.interruptionPolicy(stop)
			.build();
	}

	@Bean
	@StepScope
	JdbcPagingItemReader<Document> pendingDocuments(DataSource dataSource, BulkProperties properties,
			@Value("#{jobParameters['from']}") long from, @Value("#{jobParameters['to']}") long to) throws Exception {
		return new JdbcPagingItemReaderBuilder<Document>().name("pendingDocuments")
			.dataSource(dataSource)
			.selectClause("id, text")
			.fromClause("document")
			.whereClause("""
					id BETWEEN :from AND :to
					AND NOT EXISTS (SELECT FROM document_embedding e WHERE e.document_id = id)
					AND NOT EXISTS (SELECT FROM skipped_document s WHERE s.document_id = id)""")
			.parameterValues(Map.of("from", from, "to", to))
			.sortKeys(Map.of("id", Order.ASCENDING))
			.rowMapper((row, number) -> new Document(row.getLong("id"), row.getString("text")))
			.pageSize(properties.chunkSize())
			// The query itself knows what is done; a saved position would count twice.
			.saveState(false)
			.build();
	}

	private static RetryPolicy retryTemporary(BulkProperties.Retry retry) {
		return RetryPolicy.builder()
			.predicate(Failures::isTemporary)
			.maxRetries(retry.maxAttempts() - 1)
			.delay(retry.backoff())
			.jitter(retry.backoff().dividedBy(2))
			.multiplier(2)
			.maxDelay(retry.maxBackoff())
			.build();
	}

	private static SkipPolicy skipRefused(int limit) {
		return (failure, skipped) -> {
			if (!Failures.isRefusal(failure)) {
				return false;
			}
			if (skipped >= limit) {
				logger.error("More than {} documents were refused, which is bulk.skip-limit", limit);
				throw new SkipLimitExceededException(limit, failure);
			}
			return true;
		};
	}

}
