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

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * A PostgreSQL server that this process starts. It keeps its files, so that a run can go
 * on, and it outlives a killed process: the next one connects to it.
 */
final class EmbeddedDatabase implements JdbcConnectionDetails, Closeable {

	private final int port;

	private final Closeable server;

	private EmbeddedDatabase(int port, Closeable server) {
		this.port = port;
		this.server = server;
	}

	static EmbeddedDatabase start(Path directory) throws IOException {
		Path running = directory.resolve("postmaster.pid");
		if (Files.exists(running)) {
			List<String> lines = Files.readAllLines(running);
			Optional<ProcessHandle> server = ProcessHandle.of(Long.parseLong(lines.get(0).strip()))
				.filter((process) -> process.info().command().orElse("").contains("postgres"));
			if (server.isPresent()) {
				return new EmbeddedDatabase(Integer.parseInt(lines.get(3).strip()), server.get()::destroy);
			}
		}
		EmbeddedPostgres server = EmbeddedPostgres.builder()
			.setDataDirectory(directory)
			.setCleanDataDirectory(false)
			// Spring stops it after those who use it.
			.setRegisterShutdownHook(false)
			.start();
		return new EmbeddedDatabase(server.getPort(), server);
	}

	@Override
	public String getJdbcUrl() {
		return "jdbc:postgresql://localhost:" + this.port + "/postgres";
	}

	@Override
	public String getUsername() {
		return "postgres";
	}

	@Override
	public String getPassword() {
		return "";
	}

	@Override
	public void close() throws IOException {
		this.server.close();
	}

}
