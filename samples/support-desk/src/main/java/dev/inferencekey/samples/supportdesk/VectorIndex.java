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

package dev.inferencekey.samples.supportdesk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.ByteBuffersDirectory;

/**
 * An in-memory vector index of passages. Thread-safe.
 */
final class VectorIndex {

	private static final String VECTOR = "vector";

	private static final String POSITION = "position";

	private final List<Passage> passages;

	private final IndexSearcher searcher;

	VectorIndex(List<Passage> passages, List<float[]> vectors) {
		this.passages = passages;
		ByteBuffersDirectory directory = new ByteBuffersDirectory();
		try {
			try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
				for (int i = 0; i < vectors.size(); i++) {
					Document document = new Document();
					document.add(new KnnFloatVectorField(VECTOR, vectors.get(i), VectorSimilarityFunction.COSINE));
					document.add(new StoredField(POSITION, i));
					writer.addDocument(document);
				}
			}
			this.searcher = new IndexSearcher(DirectoryReader.open(directory));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	List<Passage> nearest(float[] vector, int count) {
		try {
			List<Passage> nearest = new ArrayList<>();
			for (ScoreDoc hit : this.searcher.search(new KnnFloatVectorQuery(VECTOR, vector, count), count).scoreDocs) {
				Number position = this.searcher.storedFields().document(hit.doc).getField(POSITION).numericValue();
				nearest.add(this.passages.get(position.intValue()));
			}
			return nearest;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
