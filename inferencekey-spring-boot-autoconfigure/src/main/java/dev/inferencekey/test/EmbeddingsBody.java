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

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Embeddings, as numbers or base64 as the request asks for them.
 *
 * @param vectors makes the vectors of the inputs
 */
record EmbeddingsBody(Function<List<String>, List<float[]>> vectors) implements ScriptedBody {

	@Override
	public Content write(RecordedRequest request, ScriptedAnswer answer) {
		boolean base64 = request.body().path("encoding_format").asString("float").equals("base64");
		List<String> inputs = request.texts("input");
		ObjectNode body = MAPPER.createObjectNode().put("object", "list");
		ArrayNode data = body.putArray("data");
		for (float[] vector : this.vectors.apply(inputs)) {
			ObjectNode item = data.addObject().put("object", "embedding").put("index", data.size() - 1);
			if (base64) {
				item.put("embedding", base64(vector));
			}
			else {
				ArrayNode numbers = item.putArray("embedding");
				for (float number : vector) {
					numbers.add(number);
				}
			}
		}
		body.put("model", request.body().path("model").asString("scripted"));
		ScriptedAnswer.Tokens tokens = answer.tokens();
		int input = (tokens != null) ? tokens.input() : inputs.stream().mapToInt(ScriptedBody::words).sum();
		ScriptedBody.usage(body, input, (tokens != null) ? tokens.output() : 0);
		return Content.json(body.toString());
	}

	static void requireSize(String given, int size, String asked, int expected) {
		if (size != expected) {
			throw new IllegalStateException(
					"the test has scripted " + size + " " + given + ", the request has " + expected + " " + asked);
		}
	}

	// The numbers of java.util.Random for a seed are the same on every JDK.
	static float[] vector(String text, int dimensions) {
		Random random = new Random(text.hashCode());
		float[] vector = new float[dimensions];
		double square = 0;
		for (int i = 0; i < dimensions; i++) {
			vector[i] = (float) random.nextGaussian();
			square += vector[i] * vector[i];
		}
		double length = Math.sqrt(square);
		for (int i = 0; i < dimensions; i++) {
			vector[i] = (float) (vector[i] / length);
		}
		return vector;
	}

	private static String base64(float[] vector) {
		ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
		bytes.asFloatBuffer().put(vector);
		return Base64.getEncoder().encodeToString(bytes.array());
	}

}
