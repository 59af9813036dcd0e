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

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.inferencekey.Endpoint;
import dev.inferencekey.embedding.EmbedResult;
import dev.inferencekey.error.InferenceKeyException;

import org.springframework.batch.core.configuration.annotation.StepScope;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ItemWriter;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Embeds the documents of a chunk and stores their vectors.
 * <p>
 * The client divides a chunk into requests. If the workload refuses one of them, the
 * chunk is halved until the documents to blame are found. Spring Batch then writes the
 * chunk document by document to skip those; the vectors of the others are kept until
 * then, so that none is paid for twice.
 */
@Component
@StepScope
class EmbeddingWriter implements ItemWriter<Document> {

	private static final String UPSERT = """
			INSERT INTO document_embedding (document_id, embedding, model) VALUES (?, ?::real[], ?)
			ON CONFLICT (document_id) DO UPDATE
			SET embedding = excluded.embedding, model = excluded.model, embedded_at = now()""";

	private final Endpoint embedder;

	private final JdbcTemplate jdbc;

	private final Map<Long, Embedding> embeddings = new HashMap<>();

	private final Map<Long, InferenceKeyException> refusals = new HashMap<>();

	EmbeddingWriter(Endpoint embedder, JdbcTemplate jdbc) {
		this.embedder = embedder;
		this.jdbc = jdbc;
	}

	@Override
	public void write(Chunk<? extends Document> chunk) {
		List<Document> documents = new ArrayList<>(chunk.getItems());
		embed(documents.stream().filter((document) -> !isKnown(document)).toList());
		for (Document document : documents) {
			InferenceKeyException refusal = this.refusals.get(document.id());
			if (refusal != null) {
				throw refusal;
			}
		}
		store(documents);
		documents.forEach((document) -> this.embeddings.remove(document.id()));
	}

	private boolean isKnown(Document document) {
		return this.embeddings.containsKey(document.id()) || this.refusals.containsKey(document.id());
	}

	private void embed(List<Document> documents) {
		if (documents.isEmpty()) {
			return;
		}
		try {
			EmbedResult result = this.embedder.embed(documents.stream().map(Document::text).toList());
			for (int i = 0; i < documents.size(); i++) {
				this.embeddings.put(documents.get(i).id(), new Embedding(result, i));
			}
		}
		catch (InferenceKeyException ex) {
			if (!Failures.isRefusal(ex)) {
				throw ex;
			}
			embedHalves(documents, ex);
		}
	}

	private void embedHalves(List<Document> documents, InferenceKeyException refusal) {
		if (documents.size() == 1) {
			this.refusals.put(documents.get(0).id(), refusal);
			return;
		}
		int half = documents.size() / 2;
		embed(documents.subList(0, half));
		embed(documents.subList(half, documents.size()));
	}

	private void store(List<Document> documents) {
		this.jdbc.batchUpdate(UPSERT, documents, documents.size(), (statement, document) -> {
			Embedding embedding = Objects.requireNonNull(this.embeddings.get(document.id()));
			statement.setLong(1, document.id());
			// pgvector turns an array into a vector when it is assigned.
			statement.setObject(2, embedding.vector());
			statement.setString(3, embedding.result().model());
		});
	}

	private record Embedding(EmbedResult result, int index) {

		float[] vector() {
			return this.result.embeddings().get(this.index);
		}

	}

}
