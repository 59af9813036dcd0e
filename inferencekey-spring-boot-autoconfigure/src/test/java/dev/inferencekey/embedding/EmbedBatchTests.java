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

import java.time.Duration;
import java.util.List;

import dev.inferencekey.error.ApiException;
import dev.inferencekey.error.FailureOrigin;
import dev.inferencekey.error.RateLimitException;
import dev.inferencekey.error.ValidationException;
import dev.inferencekey.operation.Usage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How the texts of a call are divided, and their results put together.
 */
class EmbedBatchTests {

	private static final EmbedRequest FIVE = EmbedRequest.builder()
		.input("a", "b", "c", "d", "e")
		.dimensions(3)
		.timeout(Duration.ofSeconds(9))
		.build();

	private static List<List<String>> inputs(List<EmbedBatch> batches) {
		return batches.stream().map((batch) -> batch.request(null).input()).toList();
	}

	private static EmbedResult result(String model, Usage usage, float... vector) {
		return new EmbedResult(List.of(vector), model, usage, true);
	}

	@Test
	void splitWhenNotEvenThenTheLastPartIsSmaller() {
		assertThat(inputs(EmbedBatch.whole(FIVE).split(2))).containsExactly(List.of("a", "b"), List.of("c", "d"),
				List.of("e"));
	}

	@Test
	void splitWhenTheSizeIsLargerThenOnePart() {
		assertThat(inputs(EmbedBatch.whole(FIVE).split(Integer.MAX_VALUE))).containsExactly(FIVE.input());
	}

	@Test
	void splitWhenAPartIsSplitThenIndexesAreThoseOfTheCall() {
		EmbedBatch second = EmbedBatch.whole(FIVE).split(3).get(1).split(1).get(1);
		ValidationException failure = new ValidationException("no", FailureOrigin.local("bot"));

		second.locate(failure);

		assertThat(failure).hasMessage("validation error: no (input 4)");
	}

	@Test
	void locateWhenSeveralTextsThenTheFirstAndTheLast() {
		ApiException failure = new ApiException("no", FailureOrigin.of("bot", 500));
		EmbedBatch batch = EmbedBatch.part(List.of("a", "b"), 64);

		batch.locate(failure);
		EmbedBatch.part(List.of("a"), 0).locate(failure);

		assertThat(failure).hasMessage("api error (status 500): no (inputs 64 to 65)");
	}

	@Test
	void locateWhenTheCallIsOneRequestThenNothingIsAdded() {
		ApiException failure = new ApiException("no", FailureOrigin.of("bot", 500));

		EmbedBatch.whole(FIVE).locate(failure);

		assertThat(failure).hasMessage("api error (status 500): no");
	}

	@Test
	void requestWhenAPartThenTheParametersOfTheCallerAndTheRemainingTime() {
		EmbedRequest part = EmbedBatch.whole(FIVE).split(2).get(1).request(Duration.ofSeconds(1));

		assertThat(part.parameters()).isEqualTo(FIVE.parameters());
		assertThat(part.timeout()).isEqualTo(Duration.ofSeconds(1));
	}

	@Test
	void requestWhenATextOfAPartIsBrokenThenItsIndexInTheCall() {
		EmbedRequest request = EmbedRequest.of(List.of("a", "b", "c \ud83d"));

		assertThat(EmbedOperation.EMBED.problem(EmbedBatch.whole(request).split(2).get(1).request(null)))
			.isEqualTo("input[2] has half a surrogate pair");
	}

	@ParameterizedTest
	@ValueSource(strings = { "batch size 64 > maximum allowed batch size 32",
			"Invalid 'input': array too long. Expected an array with maximum length 2048",
			"Too many inputs. The max number of inputs is 16.", "input is too large to process",
			"This model's maximum context length is 512 tokens",
			"Requested 300001 tokens, max 300000 tokens per request" })
	void tooLargeWhenTheServerSaysSoThenTrue(String message) {
		assertThat(EmbedBatch.isTooLarge(new ValidationException(message, FailureOrigin.of("bot", 422)))).isTrue();
	}

	@Test
	void tooLargeWhenTheContentIsThenTrue() {
		assertThat(EmbedBatch.isTooLarge(new ApiException("", FailureOrigin.of("bot", 413)))).isTrue();
	}

	@Test
	void tooLargeWhenAnythingElseThenFalse() {
		FailureOrigin refused = FailureOrigin.of("bot", 400);
		assertThat(EmbedBatch.isTooLarge(new ValidationException("input must be a string", refused))).isFalse();
		assertThat(EmbedBatch.isTooLarge(new ValidationException("too large", FailureOrigin.local("bot")))).isFalse();
		assertThat(EmbedBatch.isTooLarge(new ApiException("too large", FailureOrigin.of("bot", 500)))).isFalse();
		assertThat(EmbedBatch.isTooLarge(new RateLimitException("too many", FailureOrigin.of("bot", 429)))).isFalse();
	}

	@Test
	void joinWhenSeveralThenVectorsInOrderAndTokensSummed() {
		EmbedResult joined = EmbedBatch.join(List.of(result("m", Usage.of(1, 0), 1), result("n", Usage.of(2, 0), 2),
				result("m", Usage.of(3, 0), 3)));

		assertThat(joined.embeddings()).containsExactly(new float[] { 1 }, new float[] { 2 }, new float[] { 3 });
		assertThat(joined.model()).isEqualTo("m");
		assertThat(joined.usage()).isEqualTo(Usage.of(6, 0));
	}

	@Test
	void joinWhenTokensOfAPartAreUnknownThenTheSumIs() {
		assertThat(EmbedBatch.join(List.of(result("m", null, 1), result("m", Usage.of(2, 0), 2))).usage()).isNull();
	}

}
