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
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import dev.inferencekey.operation.ErrorFrameException;
import dev.inferencekey.operation.Json;
import dev.inferencekey.operation.UnreadableResponseException;
import dev.inferencekey.operation.Usage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What becomes of the answers of embedders.
 */
class EmbedReaderTests {

	private static EmbedResult read(EmbedRequest request, String json) {
		byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
		return new EmbedReader(new Json(JsonMapper.shared()), request).read(bytes, 0, bytes.length);
	}

	private static EmbedRequest inputs(int count) {
		return EmbedRequest.of(IntStream.range(0, count).mapToObj((i) -> "text " + i).toList());
	}

	private static String base64(ByteBuffer bytes) {
		return "{\"data\":[{\"embedding\":\"" + Base64.getEncoder().encodeToString(bytes.array()) + "\"}]}";
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"data\":[{\"embedding\":[1]},{\"embedding\":[2]}]}",
			"{\"data\":[{\"embedding\":[1]},{\"index\":1,\"embedding\":[2]}]}",
			"{\"data\":[{\"index\":null,\"embedding\":[1]},{\"embedding\":[2],\"index\":1}]}",
			"{\"data\":[{\"index\":1,\"embedding\":[2]},{\"index\":0,\"embedding\":[1]}]}" })
	void vectorsWhenWithoutIndexThenByPosition(String json) {
		assertThat(read(inputs(2), json).embeddings()).containsExactly(new float[] { 1 }, new float[] { 2 });
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"data\":[{\"embedding\":[1]}]}",
			"{\"data\":[{\"embedding\":[1]},{\"embedding\":[2]},{\"embedding\":[3]}]}",
			"{\"data\":[{\"embedding\":[1]},{\"index\":0,\"embedding\":[2]}]}",
			"{\"data\":[{\"index\":1,\"embedding\":[1]},{\"embedding\":[2]}]}",
			"{\"data\":[{\"embedding\":[1]},{\"index\":\"1\",\"embedding\":[2]}]}",
			"{\"data\":[{\"embedding\":[1]},{\"index\":-1,\"embedding\":[2]}]}",
			"{\"data\":[{\"embedding\":[1]},{\"embedding\":[1e39]}]}",
			"{\"data\":[{\"embedding\":[1]},{\"embedding\":[NaN]}]}", "{\"data\":[]}", "{\"data\":null}" })
	void vectorsWhenNotOneForEachInputThenUnreadable(String json) {
		assertThatExceptionOfType(UnreadableResponseException.class).isThrownBy(() -> read(inputs(2), json));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"error\":{\"message\":\"no embedder\"}}",
			"{\"object\":\"error\",\"message\":\"no embedder\"}", "{\"errors\":[\"no embedder\"],\"success\":false}" })
	void errorWhenInsideTheAnswerThenErrorFrame(String json) {
		assertThatExceptionOfType(ErrorFrameException.class).isThrownBy(() -> read(inputs(1), json))
			.withMessage("no embedder");
	}

	@Test
	void vectorWhenOfAnotherLengthThanAskedForThenUnreadable() {
		EmbedRequest request = EmbedRequest.builder().input("a").dimensions(2).build();

		assertThat(read(request, "{\"data\":[{\"embedding\":[1,2]}]}").embedding()).containsExactly(1, 2);
		assertThatExceptionOfType(UnreadableResponseException.class)
			.isThrownBy(() -> read(request, "{\"data\":[{\"embedding\":[1,2,3]}]}"))
			.withMessage("the vector of index 0 has 3 dimensions instead of 2");
	}

	@Test
	void base64WhenOfDoublesThenUnreadable() {
		Random random = new Random(1);
		ByteBuffer doubles = ByteBuffer.allocate(384 * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
		ByteBuffer widened = ByteBuffer.allocate(384 * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
		for (int i = 0; i < 384; i++) {
			double value = random.nextGaussian() * 0.05;
			doubles.putDouble(value);
			widened.putDouble((float) value);
		}

		for (ByteBuffer bytes : List.of(doubles, widened)) {
			assertThatExceptionOfType(UnreadableResponseException.class)
				.isThrownBy(() -> read(inputs(1), base64(bytes)))
				.withMessageContaining("8-byte floats");
		}
	}

	@ParameterizedTest
	@ValueSource(doubles = { 1e-4, 0.05, 1, 100 })
	void base64WhenOfFloatsOfAnyScaleThenRead(double scale) {
		Random random = new Random(1);
		for (int round = 0; round < 200; round++) {
			ByteBuffer floats = ByteBuffer.allocate(64 * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
			for (int i = 0; i < 64; i++) {
				floats.putFloat((float) (random.nextGaussian() * scale));
			}

			assertThat(read(inputs(1), base64(floats)).embedding()).hasSize(64);
		}
	}

	@Test
	void encodingWhenReadThenIsWhatCame() {
		assertThat(read(inputs(1), "{\"data\":[{\"embedding\":\"AACAPw==\"}]}").isBase64()).isTrue();
		assertThat(read(inputs(1), "{\"data\":[{\"embedding\":\"AACA\\u0050w==\"}]}").isBase64()).isTrue();
		assertThat(read(inputs(1), "{\"data\":[{\"embedding\":[1]}]}").isBase64()).isFalse();
	}

	@Test
	void usageWhenOnlyTheTotalIsCountedThenItIsTheInput() {
		EmbedResult result = read(inputs(1), "{\"data\":[{\"embedding\":[1]}],\"usage\":{\"total_tokens\":7}}");

		assertThat(result.usage()).isEqualTo(Usage.of(7, 0));
	}

	@Test
	void embeddingWhenThereAreTwoThenIllegalState() {
		EmbedResult two = EmbedResult.of(List.of(new float[] { 1 }, new float[] { 2 }));

		assertThatIllegalStateException().isThrownBy(two::embedding).withMessageContaining("2 vectors");
		assertThat(EmbedResult.of(List.of(new float[] { 1 })).embedding()).containsExactly(1);
	}

}
