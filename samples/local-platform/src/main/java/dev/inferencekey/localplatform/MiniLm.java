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

package dev.inferencekey.localplatform;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;

/**
 * The model all-MiniLM-L6-v2, quantised, with its own tokenizer. Every method computes on
 * the calling thread, which must be one that may block.
 */
final class MiniLm {

	static final String NAME = "all-minilm-l6-v2-q";

	static final int DIMENSIONS = 384;

	/**
	 * How many tokens one text may have.
	 */
	static final int MAX_TOKENS = 8192;

	/**
	 * The tokenizer file of the model cuts a text at 128 tokens, two of them markers.
	 */
	private static final int WINDOW = 126;

	private final EmbeddingModel model;

	private final HuggingFaceTokenizer tokenizer;

	private MiniLm() throws IOException {
		// The tokenizer library reports its use to its makers unless told otherwise.
		if (System.getProperty("OPT_OUT_TRACKING") == null) {
			System.setProperty("OPT_OUT_TRACKING", "true");
		}
		this.model = new AllMiniLmL6V2QuantizedEmbeddingModel(Runnable::run);
		try (InputStream file = AllMiniLmL6V2QuantizedEmbeddingModel.class
			.getResourceAsStream("/" + NAME + "-tokenizer.json")) {
			this.tokenizer = HuggingFaceTokenizer.newInstance(file, Map.of("padding", "false", "truncation", "false"));
		}
	}

	/**
	 * The model, loaded by the first call, which takes a second or two.
	 */
	static MiniLm get() {
		return Loaded.MODEL.join();
	}

	int countTokens(String text) {
		return this.tokenizer.encode(text, false, false).getIds().length;
	}

	/**
	 * Split a text at the borders of its tokens. White space goes with the token after
	 * it, so that the pieces concatenate to the text.
	 */
	List<String> pieces(String text) {
		List<Integer> ends = tokenEnds(text);
		List<String> pieces = new ArrayList<>(ends.size());
		int start = 0;
		for (int i = 0; i < ends.size(); i++) {
			int end = (i < ends.size() - 1) ? ends.get(i) : text.length();
			pieces.add(text.substring(start, end));
			start = end;
		}
		return pieces;
	}

	/**
	 * A vector of length one. A text longer than the model reads at once is embedded in
	 * windows, whose vectors are averaged by their token counts.
	 */
	float[] embed(String text) {
		List<Integer> ends = tokenEnds(text);
		float[] sum = new float[DIMENSIONS];
		int start = 0;
		for (int first = 0; first < ends.size(); first += WINDOW) {
			int next = Math.min(first + WINDOW, ends.size());
			float[] vector = this.model.embed(text.substring(start, ends.get(next - 1))).content().vector();
			for (int i = 0; i < sum.length; i++) {
				sum[i] += (next - first) * vector[i];
			}
			start = ends.get(next - 1);
		}
		return normalize(sum);
	}

	/**
	 * The cosine of two vectors of length one.
	 */
	static double cosine(float[] left, float[] right) {
		double sum = 0;
		for (int i = 0; i < left.length; i++) {
			sum += (double) left[i] * right[i];
		}
		return sum;
	}

	private static float[] normalize(float[] vector) {
		double length = Math.sqrt(cosine(vector, vector));
		for (int i = 0; i < vector.length; i++) {
			vector[i] = (float) (vector[i] / length);
		}
		return vector;
	}

	private List<Integer> tokenEnds(String text) {
		Encoding encoding = this.tokenizer.encode(text, false, false);
		List<Integer> ends = new ArrayList<>(encoding.getIds().length);
		int codePoint = 0;
		int index = 0;
		for (CharSpan span : encoding.getCharTokenSpans()) {
			// The tokenizer counts code points, a string counts UTF-16 units.
			index = text.offsetByCodePoints(index, span.getEnd() - codePoint);
			codePoint = span.getEnd();
			ends.add(index);
		}
		return ends;
	}

	/**
	 * One copy for the whole virtual machine, as the library itself keeps the weights. A
	 * thread of its own loads it: a caller that is cancelled is interrupted, and an
	 * interrupted load would leave the library's classes unusable.
	 */
	private static final class Loaded {

		private static final CompletableFuture<MiniLm> MODEL = CompletableFuture.supplyAsync(Loaded::load,
				Loaded::start);

		private Loaded() {
		}

		private static void start(Runnable load) {
			Thread thread = new Thread(load, "local-platform-model-loader");
			thread.setDaemon(true);
			thread.start();
		}

		private static MiniLm load() {
			try {
				return new MiniLm();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
