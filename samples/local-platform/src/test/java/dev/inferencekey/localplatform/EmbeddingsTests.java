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

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;

import dev.inferencekey.localplatform.Caller.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class EmbeddingsTests {

	private static LocalPlatform platform;

	private static Caller caller;

	@BeforeAll
	static void start() {
		platform = LocalPlatform.start();
		caller = new Caller(platform.baseUrl());
	}

	@AfterAll
	static void stop() {
		platform.close();
	}

	@Test
	void embeddingsWhenSeveralInputsThenOneNormalizedVectorForEachInOrder() {
		JsonNode answer = embed("[\"refund\", \"money back\", \"a cat\"]", "");
		assertThat(answer.at("/object").asString()).isEqualTo("list");
		assertThat(answer.at("/model").asString()).isEqualTo("all-minilm-l6-v2-q");
		assertThat(answer.at("/data").size()).isEqualTo(3);
		for (int i = 0; i < 3; i++) {
			assertThat(answer.at("/data").get(i).at("/index").asInt()).isEqualTo(i);
			assertThat(answer.at("/data").get(i).at("/object").asString()).isEqualTo("embedding");
			float[] vector = floats(answer, i);
			assertThat(vector).hasSize(384);
			assertThat(MiniLm.cosine(vector, vector)).isCloseTo(1, within(1e-5));
		}
		assertThat(MiniLm.cosine(floats(answer, 0), floats(answer, 1)))
			.isGreaterThan(MiniLm.cosine(floats(answer, 0), floats(answer, 2)));
	}

	@Test
	void embeddingsWhenOneStringThenOneVectorAndItsTokens() {
		JsonNode answer = embed("\"How do I get a refund?\"", ", \"encoding_format\": \"float\", \"dimensions\": 384");
		assertThat(answer.at("/data").size()).isEqualTo(1);
		assertThat(answer.at("/usage/prompt_tokens").asInt()).isEqualTo(8);
		assertThat(answer.at("/usage/total_tokens").asInt()).isEqualTo(8);
	}

	@Test
	void embeddingsWhenBase64ThenTheSameFloats() {
		float[] expected = floats(embed("\"refund\"", ""), 0);
		JsonNode answer = embed("\"refund\"", ", \"encoding_format\": \"base64\"");
		byte[] bytes = Base64.getDecoder().decode(answer.at("/data/0/embedding").asString());
		float[] decoded = new float[bytes.length / Float.BYTES];
		ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(decoded);
		assertThat(decoded).containsExactly(expected);
	}

	@Test
	void embeddingsWhenTextIsLongerThanAWindowThenItsEndCountsToo() {
		String beginning = "The invoice is under my orders. ".repeat(40);
		JsonNode answer = embed("[\"" + beginning + "\", \"" + beginning + "Cats sleep all day. ".repeat(40) + "\"]",
				"");
		assertThat(MiniLm.cosine(floats(answer, 0), floats(answer, 1))).isLessThan(0.95);
	}

	private static JsonNode embed(String input, String options) {
		Answer answer = caller.post("/endpoint/acme/embedder/v1/embeddings", platform.apiKey("embedder"),
				"{\"model\": \"embedder\", \"input\": " + input + options + "}");
		assertThat(answer.status()).isEqualTo(200);
		return answer.json();
	}

	private static float[] floats(JsonNode answer, int index) {
		JsonNode numbers = answer.at("/data").get(index).at("/embedding");
		float[] floats = new float[numbers.size()];
		for (int i = 0; i < floats.length; i++) {
			floats[i] = numbers.get(i).floatValue();
		}
		return floats;
	}

}
