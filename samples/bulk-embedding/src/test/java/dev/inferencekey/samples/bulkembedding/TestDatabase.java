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
import java.util.List;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * An empty database for a test, on one server for all tests of this virtual machine.
 */
final class TestDatabase {

	private static final EmbeddedPostgres SERVER = startServer();

	private final String name;

	private final JdbcTemplate jdbc;

	private TestDatabase(String name) {
		this.name = name;
		this.jdbc = new JdbcTemplate(SERVER.getDatabase("postgres", name));
	}

	static TestDatabase create(String name) {
		new JdbcTemplate(SERVER.getPostgresDatabase()).execute("CREATE DATABASE " + name);
		return new TestDatabase(name);
	}

	private static EmbeddedPostgres startServer() {
		try {
			return EmbeddedPostgres.start();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	String url() {
		return SERVER.getJdbcUrl("postgres", this.name);
	}

	JdbcTemplate jdbc() {
		return this.jdbc;
	}

	/**
	 * The texts of the documents that are embedded.
	 */
	List<String> stored() {
		return this.jdbc.queryForList("SELECT text FROM document JOIN document_embedding ON id = document_id",
				String.class);
	}

	/**
	 * How many documents are embedded, 0 before there is a table.
	 */
	int storedCount() {
		return isTrue("SELECT to_regclass('document_embedding') IS NULL") ? 0
				: this.jdbc.queryForObject("SELECT count(*) FROM document_embedding", Integer.class);
	}

	/**
	 * Whether no process is connected, so that the transactions of killed ones have
	 * ended.
	 */
	boolean isIdle() {
		return isTrue("SELECT count(*) = 1 FROM pg_stat_activity WHERE datname = current_database()");
	}

	private boolean isTrue(String query) {
		return this.jdbc.queryForObject(query, Boolean.class);
	}

}
