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

package dev.inferencekey.test;

import java.util.Comparator;
import java.util.stream.IntStream;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A ranking.
 *
 * @param scores the score of each document
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record RerankBody(double[] scores) implements ScriptedBody {

	@Override
	public Content write(RecordedRequest request, ScriptedAnswer answer) {
		int documents = request.body().path("documents").size();
		EmbeddingsBody.requireSize("scores", this.scores.length, "documents", documents);
		ObjectNode body = MAPPER.createObjectNode().put("model", request.body().path("model").asString("scripted"));
		ArrayNode results = body.putArray("results");
		IntStream.range(0, documents)
			.boxed()
			.sorted(Comparator.comparingDouble((Integer index) -> this.scores[index]).reversed())
			.limit(request.body().path("top_n").asInt(documents))
			.forEach((index) -> results.addObject().put("index", index).put("relevance_score", this.scores[index]));
		return Content.json(body.toString());
	}

}
