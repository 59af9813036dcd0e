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
