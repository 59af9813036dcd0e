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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The tables of the documents and their embeddings. They are created and filled by the
 * first process, in one transaction, while others wait.
 */
@Component
class DocumentTables {

	private static final Logger logger = LoggerFactory.getLogger(DocumentTables.class);

	private static final int BATCH_SIZE = 1000;

	private final JdbcTemplate jdbc;

	private final BulkProperties properties;

	DocumentTables(JdbcTemplate jdbc, BulkProperties properties) {
		this.jdbc = jdbc;
		this.properties = properties;
	}

	@Transactional
	void prepare() {
		this.jdbc.queryForList("SELECT pg_advisory_xact_lock(hashtextextended('bulk-embedding', 0))");
		this.jdbc.execute(schema());
		if (!isTrue("SELECT EXISTS (SELECT FROM document)")) {
			try (Stream<Document> documents = source()) {
				load(documents.iterator());
			}
		}
	}

	private Stream<Document> source() {
		return (this.properties.file() != null) ? Documents.read(this.properties.file())
				: Documents.generate(this.properties.documents());
	}

	private void load(Iterator<Document> documents) {
		int loaded = 0;
		while (documents.hasNext()) {
			List<Object[]> rows = new ArrayList<>();
			while (documents.hasNext() && rows.size() < BATCH_SIZE) {
				Document document = documents.next();
				rows.add(new Object[] { document.id(), document.text() });
			}
			this.jdbc.batchUpdate("INSERT INTO document (id, text) VALUES (?, ?)", rows);
			loaded += rows.size();
		}
		this.jdbc.execute("ANALYZE document");
		logger.info("Loaded {} documents", loaded);
	}

	private boolean isTrue(String query) {
		return Boolean.TRUE.equals(this.jdbc.queryForObject(query, Boolean.class));
	}

	private static String schema() {
		try {
			return new ClassPathResource("bulk-schema.sql").getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
