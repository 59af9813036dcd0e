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

package dev.inferencekey.rerank;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

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

/**
 * What becomes of the answers of rerankers.
 */
class RerankReaderTests {

	private static final RerankRequest TWO = RerankRequest.of("q", List.of("a", "b"));

	private static RerankResult read(RerankRequest request, String json) {
		byte[] bytes = ("??" + json + "??").getBytes(StandardCharsets.UTF_8);
		return new RerankReader(new Json(JsonMapper.shared()), request).read(bytes, 2, bytes.length - 2);
	}

	@Test
	void resultsWhenUnsortedThenBestFirst() {
		RerankResult result = read(TWO,
				"{\"results\":[{\"index\":1,\"relevance_score\":-2},{\"index\":0,\"relevance_score\":-1.5}]}");

		assertThat(result.results()).containsExactly(new RerankItem(0, -1.5), new RerankItem(1, -2));
		assertThat(result.model()).isNull();
		assertThat(result.usage()).isNull();
	}

	@Test
	void resultsWhenScoresAreEqualThenOrderOfTheServer() {
		RerankResult result = read(TWO, "{\"results\":[{\"index\":1,\"score\":1},{\"index\":0,\"score\":1}]}");

		assertThat(result.results()).extracting(RerankItem::index).containsExactly(1, 0);
	}

	@Test
	void resultsWhenTopNIsIgnoredThenCutToTheBest() {
		RerankRequest request = RerankRequest.builder().query("q").documents("a", "b", "c").topN(2).build();

		RerankResult result = read(request,
				"{\"results\":[{\"index\":0,\"score\":0.1},{\"index\":1,\"score\":0.2},{\"index\":2,\"score\":0.3}]}");

		assertThat(result.results()).containsExactly(new RerankItem(2, 0.3), new RerankItem(1, 0.2));
		assertThat(result.raw().at("/results")).hasSize(3);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"results\":[{\"index\":1,\"score\":0.5}]}",
			"{\"results\":[{\"index\":1,\"score\":0.5,\"relevance_score\":null}]}",
			"{\"results\":[{\"index\":1,\"score\":9,\"relevance_score\":0.5}]}",
			"{\"results\":[{\"relevance_score\":0.5,\"score\":9,\"index\":1}]}",
			"{\"results\":[{\"index\":1,\"relevance_score\":0.5,\"score\":1e999}]}",
			"{\"object\":\"list\",\"data\":[{\"relevance_score\":0.5,\"index\":1}]}",
			"{\"error\":{\"message\":\"\"},\"results\":[{\"relevance_score\":0.5,\"index\":1}]}",
			"[{\"index\":1,\"score\":0.5}]", " [ {\"index\":1,\"text\":\"b\",\"score\":0.5} ] ",
			"{\"data\":null,\"results\":[{\"relevance_score\":0.5,\"index\":1}]}" })
	void resultWhenNamedOtherwiseOrAloneThenRead(String json) {
		assertThat(read(TWO, json).results()).containsExactly(new RerankItem(1, 0.5));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"results\":[]}", "[]" })
	void resultsWhenNoneIsRelevantThenEmpty(String json) {
		assertThat(read(TWO, json).results()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"results\":null}", "{\"results\":{}}", "{\"results\":[null]}",
			"{\"results\":[{\"index\":0,\"score\":1},{\"index\":0,\"score\":1}]}",
			"{\"results\":[{\"index\":2,\"score\":1}]}", "{\"results\":[{\"index\":-1,\"score\":1}]}",
			"{\"results\":[{\"index\":\"0\",\"score\":1}]}", "{\"results\":[{\"score\":1}]}",
			"{\"results\":[{\"index\":0}]}", "{\"results\":[{\"index\":0,\"score\":\"1\"}]}",
			"{\"results\":[{\"index\":0,\"score\":1e999}]}", "{\"results\":[{\"index\":0,\"score\":NaN}]}",
			"{\"results\":[{\"index\":0,\"relevance_score\":-Infinity,\"score\":1}]}", "{\"results\":[", "[", "[] []",
			"[null]", "\"\"", "" })
	void resultsWhenWrongThenUnreadable(String json) {
		assertThatExceptionOfType(UnreadableResponseException.class).isThrownBy(() -> read(TWO, json));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"error\":{\"message\":\"no reranker\"},\"results\":[]}",
			"{\"object\":\"error\",\"message\":\"no reranker\"}", "{\"errors\":[{\"message\":\"no reranker\"}]}",
			"{\"error_msg\":\"no reranker\"}" })
	void errorWhenInsideTheAnswerThenErrorFrame(String json) {
		assertThatExceptionOfType(ErrorFrameException.class).isThrownBy(() -> read(TWO, json))
			.withMessage("no reranker");
	}

	@Test
	void usageWhenOnlyTheTotalIsCountedThenItIsTheInput() {
		RerankResult result = read(TWO, "{\"results\":[],\"model\":\"reranker\",\"usage\":{\"total_tokens\":26}}");

		assertThat(result.usage()).isEqualTo(Usage.of(26, 0));
		assertThat(result.model()).isEqualTo("reranker");
		assertThat(RerankOperation.RERANK.facts().usage(result)).isEqualTo(Usage.of(26, 0));
		assertThat(RerankOperation.RERANK.facts().model(result)).isEqualTo("reranker");
	}

	@Test
	void resultWhenMadeByHandThenBestFirst() {
		RerankResult result = RerankResult.of(List.of(new RerankItem(0, 0.1), new RerankItem(1, 0.2)));

		assertThat(result.results()).extracting(RerankItem::index).containsExactly(1, 0);
		assertThat(result.raw().isEmpty()).isTrue();
	}

	@Test
	void requestWhenBuiltThenImmutable() {
		RerankRequest.Builder builder = RerankRequest.builder().query("q").documents("a").topN(1).extra("user", "u");
		RerankRequest request = builder.build();

		builder.documents("b").extra("user", "v");

		assertThat(request.documents()).containsExactly("a");
		assertThat(request.extra()).isEqualTo(Map.of("user", "u"));
		assertThat(request.parameters()).isEqualTo(Map.of("top_n", 1, "user", "u"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "model", "query", "documents", "top_n" })
	void extraWhenAFieldOfTheClientThenProblem(String name) {
		RerankRequest request = RerankRequest.builder().query("q").documents("a").extra(name, "x").build();

		assertThat(RerankOperation.RERANK.problem(request)).contains("\"" + name + "\"");
	}

	@Test
	void requestWhenATextHasHalfASurrogatePairThenProblem() {
		assertThat(RerankOperation.RERANK.problem(RerankRequest.of("q \ud83d", List.of("a"))))
			.isEqualTo("the query has half a surrogate pair");
		assertThat(RerankOperation.RERANK.problem(RerankRequest.of("q", List.of("a \ud83d\ude00", "\ude00 b"))))
			.isEqualTo("documents[1] has half a surrogate pair");
	}

}
