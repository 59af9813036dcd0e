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

package dev.inferencekey.engine;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.text.TextChunk;
import dev.inferencekey.text.TextRequest;
import dev.inferencekey.text.TextResult;
import dev.inferencekey.text.TextStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tools, which the engine's chat template describes to the model, and structured output,
 * which the engine holds the model to.
 */
@EngineTest
class ToolEngineTests {

	private static final Map<String, Object> WEATHER = Map.of("type", "function", "function",
			Map.of("name", "weather", "description", "Current weather", "parameters", Map.of("type", "object",
					"properties", Map.of("city", Map.of("type", "string")), "required", List.of("city"))));

	private static final Map<String, Object> PERSON = Map.of("type", "object", "properties",
			Map.of("name", Map.of("type", "string"), "age", Map.of("type", "integer")), "required",
			List.of("name", "age"), "additionalProperties", false);

	private static LlamaCpp engine;

	private static DataClient client;

	private static Endpoint endpoint;

	@BeforeAll
	static void start() {
		engine = LlamaCpp.start("chat");
		client = engine.client();
		endpoint = client.endpoint("smollm2");
	}

	@AfterAll
	static void stop() {
		client.close();
		engine.close();
	}

	@Test
	void textWhenAToolFitsThenTheModelCallsIt() {
		TextResult result = endpoint.generateText(ToolEngineTests::askForTheWeather);

		assertThat(result.finishReason()).isEqualTo("tool_calls");
		JsonNode call = result.raw().at("/choices/0/message/tool_calls/0");
		assertThat(call.at("/function/name").stringValue()).isEqualTo("weather");
		assertMadrid(call.at("/function/arguments").stringValue());
		assertThat(call.at("/id").stringValue()).isNotBlank();
	}

	@Test
	void streamWhenAToolFitsThenItsArgumentsComeInPieces() {
		List<TextChunk> chunks;
		try (TextStream stream = endpoint.generateTextStream(ToolEngineTests::askForTheWeather)) {
			chunks = stream.stream().toList();
		}

		assertThat(chunks.get(chunks.size() - 1).finishReason()).isEqualTo("tool_calls");
		String arguments = chunks.stream()
			.map((chunk) -> chunk.raw().at("/choices/0/delta/tool_calls/0/function/arguments").stringValue(""))
			.collect(Collectors.joining());
		assertMadrid(arguments);
	}

	@Test
	void textWhenASchemaIsGivenThenIsJsonOfIt() {
		TextResult result = endpoint.generateText((request) -> request.user("Give me a person.")
			.temperature(0)
			.maxTokens(80)
			.extra("response_format", Map.of("type", "json_schema", "json_schema",
					Map.of("name", "person", "strict", true, "schema", PERSON))));

		JsonNode person = JsonMapper.shared().readTree(result.text());
		assertThat(person.propertyNames()).containsExactlyInAnyOrder("name", "age");
		assertThat(person.get("name").isString()).isTrue();
		assertThat(person.get("age").isIntegralNumber()).isTrue();
	}

	private static void askForTheWeather(TextRequest.Builder request) {
		request.user("What is the weather in Madrid?").temperature(0).maxTokens(80).extra("tools", List.of(WEATHER));
	}

	private static void assertMadrid(String arguments) {
		assertThat(JsonMapper.shared().readTree(arguments).at("/city").stringValue()).isEqualTo("Madrid");
	}

}
