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

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.batch.core.listener.SkipListener;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Records which documents were skipped and why.
 */
@Component
class SkippedDocuments implements SkipListener<Document, Document> {

	private static final Logger logger = LoggerFactory.getLogger(SkippedDocuments.class);

	private static final String UPSERT = """
			INSERT INTO skipped_document (document_id, reason) VALUES (?, ?)
			ON CONFLICT (document_id) DO UPDATE SET reason = excluded.reason, skipped_at = now()""";

	private final JdbcTemplate jdbc;

	SkippedDocuments(JdbcTemplate jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * Spring Batch rolls back the transaction of a document that it skips.
	 */
	@Override
	@Transactional(propagation = Propagation.REQUIRES_NEW)
	public void onSkipInWrite(Document document, Throwable reason) {
		this.jdbc.update(UPSERT, document.id(), reason.getMessage());
		logger.warn("Skipped document {}: {}", document.id(), reason.getMessage());
	}

}
