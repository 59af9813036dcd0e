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

import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.localplatform.Caller.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The names by which a workload's model may be called, in a body and in a path.
 */
class ModelNameTests {

	private static LocalPlatform platform;

	private static Caller caller;

	private static ApiKey key;

	@BeforeAll
	static void start() {
		platform = LocalPlatform.builder().engine().start();
		caller = new Caller(platform.baseUrl());
		key = platform.issueKey("acme/*");
	}

	@AfterAll
	static void stop() {
		platform.close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			support-bot | 'support-bot'
			support-bot | 'acme-handbook-extractive-minilm-l6-v2-q'
			support-bot | 'default'
			support-bot | null
			embedder    | 'embedder'
			embedder    | 'all-minilm-l6-v2-q'
			embedder    | 'default'
			embedder    | null
			reranker    | 'reranker'
			reranker    | 'all-minilm-l6-v2-q-cosine'
			reranker    | 'default'
			reranker    | null
			""")
	void anyRouteWhenTheModelIsTheWorkloadsThenAnswersWithItsRealName(String workload, String model) {
		Answer answer = call(workload, "'model': " + model + ", ");
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		assertThat(answer.json().at("/model").asString()).contains("minilm-l6-v2-q");
	}

	@ParameterizedTest
	@CsvSource({ "support-bot", "embedder", "reranker" })
	void anyRouteWhenThereIsNoModelThenAnswers(String workload) {
		assertThat(call(workload, "").status()).isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			support-bot | 'gpt-4o'
			support-bot | 'embedder'
			support-bot | 'Support-Bot'
			support-bot | ''
			embedder    | 'text-embedding-3-small'
			reranker    | 'support-bot'
			""")
	void anyRouteWhenTheModelIsAnotherThenModelNotAvailable(String workload, String model) {
		Answer answer = call(workload, "'model': " + model + ", ");
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.errorCode()).isEqualTo("model_not_available");
		assertThat(answer.json().at("/error/param").asString()).isEqualTo("model");
		assertThat(answer.json().at("/error/message").asString()).contains(workload);
	}

	@ParameterizedTest
	@CsvSource({ "support-bot, support-bot", "support-bot, default",
			"support-bot, acme-handbook-extractive-minilm-l6-v2-q", "embedder, all-minilm-l6-v2-q" })
	void modelWhenItIsTheWorkloadsThenDescribed(String workload, String model) {
		Answer answer = caller.get("/endpoint/acme/" + workload + "/v1/models/" + model, key);
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.json().at("/id").asString()).isEqualTo(workload);
		assertThat(answer.json().at("/object").asString()).isEqualTo("model");
		assertThat(caller.get("/endpoint/acme/" + workload + "/v1/models", key).json().at("/data/0"))
			.isEqualTo(answer.json());
	}

	@Test
	void modelWhenItIsAnotherThenNotFound() {
		Answer answer = caller.get("/endpoint/acme/support-bot/v1/models/gpt-4o", key);
		assertThat(answer.status()).isEqualTo(404);
		assertThat(answer.errorCode()).isEqualTo("model_not_found");
		assertThat(caller.post("/endpoint/acme/support-bot/v1/models/support-bot", key, "{}").status()).isEqualTo(405);
	}

	@Test
	void modelWhenServedAsAnEngineThenDescribedBySlug() {
		assertThat(caller.get("/v1/models/embedder", key).json().at("/id").asString()).isEqualTo("embedder");
		assertThat(caller.get("/v1/models/gpt-4o", key).errorCode()).isEqualTo("model_not_found");
	}

	private static Answer call(String workload, String model) {
		String path = switch (workload) {
			case "support-bot" -> "chat/completions";
			case "embedder" -> "embeddings";
			default -> "rerank";
		};
		String rest = switch (workload) {
			case "support-bot" -> "'messages': [{'role': 'user', 'content': 'Hi'}]";
			case "embedder" -> "'input': 'a'";
			default -> "'query': 'a', 'documents': ['a']";
		};
		return caller.post("/endpoint/acme/" + workload + "/v1/" + path, key,
				("{" + model + rest + "}").replace('\'', '"'));
	}

}
