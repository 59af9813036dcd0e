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

import java.sql.SQLException;

import javax.sql.DataSource;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * The lock of the partition that one worker is working on: an advisory lock of
 * PostgreSQL, held by a connection. If the process dies, its connections close and the
 * server gives the lock back.
 */
final class PartitionLock implements AutoCloseable {

	private final SingleConnectionDataSource connection;

	private final JdbcTemplate jdbc;

	PartitionLock(DataSource dataSource) throws SQLException {
		this.connection = new SingleConnectionDataSource(dataSource.getConnection(), true);
		this.jdbc = new JdbcTemplate(this.connection);
	}

	boolean tryLock(Partition partition) {
		return Boolean.TRUE.equals(this.jdbc.queryForObject("SELECT pg_try_advisory_lock(hashtextextended(?, 0))",
				Boolean.class, partition.toString()));
	}

	void unlock() {
		this.jdbc.execute("SELECT pg_advisory_unlock_all()");
	}

	@Override
	public void close() {
		this.connection.destroy();
	}

}
