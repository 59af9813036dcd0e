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

package dev.inferencekey.embedding;

import java.util.Set;

import dev.inferencekey.operation.Facts;
import dev.inferencekey.operation.Operation;
import dev.inferencekey.operation.RequestBody;
import dev.inferencekey.operation.Surrogates;
import dev.inferencekey.operation.Usage;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Embedding on the wire: {@code /embeddings}.
 */
public final class EmbedOperation {

	/**
	 * One vector for each input.
	 */
	public static final Operation<EmbedRequest, EmbedResult> EMBED = Operation
		.<EmbedRequest, EmbedResult>named("embeddings", "/v1/embeddings")
		.check(EmbedOperation::problem)
		.encoder((request, model, json) -> RequestBody.json(json, model, (generator) -> write(request, generator)))
		.reader((request, head, json) -> new EmbedReader(json, request))
		.facts(new ResultFacts())
		.build();

	// What the client writes itself; setting it as an extra field would write it twice.
	private static final Set<String> OWN_FIELDS = Set.of("model", "input");

	private EmbedOperation() {
	}

	private static @Nullable String problem(EmbedRequest request) {
		if (request.input().isEmpty()) {
			return "there is no input to embed";
		}
		Integer batchSize = request.batchSize();
		if (batchSize != null && batchSize < 1) {
			return "batchSize is " + batchSize + "; it must be at least 1";
		}
		for (String name : request.parameters().keySet()) {
			if (OWN_FIELDS.contains(name)) {
				return "the field \"" + name + "\" cannot be set as an extra field; it has a way of its own";
			}
		}
		return inputProblem(request);
	}

	private static @Nullable String inputProblem(EmbedRequest request) {
		long index = request.firstIndex();
		for (String text : request.input()) {
			if (Surrogates.isBroken(text)) {
				return "input[" + index + "] has half a surrogate pair";
			}
			index++;
		}
		return null;
	}

	private static void write(EmbedRequest request, JsonGenerator json) {
		json.writeName("input");
		json.writeStartArray();
		request.input().forEach(json::writeString);
		json.writeEndArray();
		request.parameters().forEach(json::writePOJOProperty);
	}

	private static final class ResultFacts implements Facts<EmbedResult> {

		@Override
		public @Nullable String model(EmbedResult result) {
			return result.model();
		}

		@Override
		public @Nullable Usage usage(EmbedResult result) {
			return result.usage();
		}

	}

}
