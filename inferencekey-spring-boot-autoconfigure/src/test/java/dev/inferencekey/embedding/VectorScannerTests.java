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

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is taken out of an answer, and what is left of it.
 */
class VectorScannerTests {

	private byte[] bytes = {};

	private VectorScanner scan(String json) {
		this.bytes = ("??" + json + ",\"embedding\":[9]}").getBytes(StandardCharsets.UTF_8);
		return new VectorScanner(this.bytes, 2, 2 + json.getBytes(StandardCharsets.UTF_8).length);
	}

	private String left(VectorScanner scanner) {
		return new String(this.bytes, 2, scanner.end() - 2, StandardCharsets.UTF_8);
	}

	private static String base64(float... vector) {
		ByteBuffer bytes = ByteBuffer.allocate(vector.length * 4).order(ByteOrder.LITTLE_ENDIAN);
		bytes.asFloatBuffer().put(vector);
		return Base64.getEncoder().encodeToString(bytes.array());
	}

	@Test
	void vectorsWhenInBase64ThenTakenOutInOrder() {
		VectorScanner scanner = scan("{\"data\":[{\"embedding\":\"" + base64(1f, -2.5f)
				+ "\",\"index\":0},{\"index\":1,\"embedding\" :\n \"" + base64(3f, 4f) + "\"}],\"model\":\"m\"}");
		String left = left(scanner);
		assertThat(left).isEqualTo(
				"{\"data\":[{\"embedding\":\"\",\"index\":0},{\"index\":1,\"embedding\" :\n \"\"}],\"model\":\"m\"}");
		assertThat(scanner.at(left.indexOf("\"\""))).containsExactly(1f, -2.5f);
		assertThat(scanner.at(left.lastIndexOf("\"\""))).containsExactly(3f, 4f);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"text\":\"\\\"embedding\\\":[1]\"}", "{\"object\":\"embedding\",\"other\":[1,2]}",
			"{\"embedding\":[[1],[2]]}", "{\"embedding\":[]}", "{\"embedding\":\"\"}", "{\"embedding\":\"AAAA\"}",
			"{\"embedding\":\"no base64!\"}", "{\"embedding\":\"AACA\\/AAAA==\"}", "{\"embedding\":null}",
			"{\"embedding\" [1]}", "{\"\\u0065mbedding\":[1]}", "{\"embedding\":[1,-2.5]}", "{\"embedding\":[1,\"2\"]}",
			"{\"embedding\":[1, 2", "{\"embedding\":", "{\"embedding\":\"AAAA", "{\"embedding", "", "\"", "\"\\" })
	void answerWhenThereIsNoPlainVectorThenLeftAsItIs(String json) {
		VectorScanner scanner = scan(json);
		assertThat(left(scanner)).isEqualTo(json);
	}

	@Test
	void placesWhenVectorsWereTakenOutThenToldAsTheyWere() {
		String json = "{\"data\":[{\"embedding\":\"" + base64(1, 2, 3) + "\"},{\"embedding\":\"" + base64(4, 5)
				+ "\"}],\"x\":!}";
		VectorScanner scanner = scan(json);
		String left = left(scanner);
		for (int place = 0; place < left.length(); place++) {
			assertThat(json.charAt((int) scanner.original(place))).as("byte " + place).isEqualTo(left.charAt(place));
		}
		assertThat(scanner.original(left.indexOf('!'))).isEqualTo(json.indexOf('!'));
	}

}
