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

import java.util.ArrayList;
import java.util.List;

import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.text.ObjectResult;
import dev.inferencekey.text.TextChunk;
import dev.inferencekey.text.TextRequest;
import dev.inferencekey.text.TextResult;
import dev.inferencekey.text.TextStream;
import dev.inferencekey.text.Tool;
import dev.inferencekey.text.ToolCall;
import dev.inferencekey.text.ToolChoice;
import dev.inferencekey.tool.ToolLoop;
import dev.inferencekey.tool.ToolLoopResult;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tools, which the engine's chat template describes to the model, and structured output,
 * which the engine holds the model to.
 */
@EngineTest
class ToolEngineTests {

	private static LlamaCpp engine;

	private static DataClient client;

	private static Endpoint endpoint;

	private final List<City> asked = new ArrayList<>();

	private final Tool weather = Tool.of("weather", "Current weather", City.class, this::weather);

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
		TextResult result = endpoint.generateText(this::askForTheWeather);

		assertThat(result.finishReason()).isEqualTo("tool_calls");
		assertThat(result.toolCalls()).singleElement().satisfies(ToolEngineTests::assertMadrid);
	}

	@Test
	void streamWhenAToolFitsThenTheCallIsGivenOnceItIsComplete() {
		List<TextChunk> chunks;
		try (TextStream stream = endpoint.generateTextStream(this::askForTheWeather)) {
			chunks = stream.stream().toList();
		}

		assertThat(chunks.get(chunks.size() - 1).finishReason()).isEqualTo("tool_calls");
		assertThat(chunks.stream().flatMap((chunk) -> chunk.toolCalls().stream())).singleElement()
			.satisfies(ToolEngineTests::assertMadrid);
	}

	@Test
	void loopWhenTheFirstCallIsForcedThenEndsWithAnAnswer() {
		TextRequest request = TextRequest.of((builder) -> askForTheWeather(builder.toolChoice(ToolChoice.REQUIRED)));

		ToolLoopResult result = ToolLoop.over(endpoint).maxRounds(4).run(request);

		assertThat(this.asked).contains(new City("Madrid"));
		assertThat(result.result().text()).isNotBlank();
		assertThat(result.result().toolCalls()).isEmpty();
		assertThat(result.rounds()).isGreaterThan(1);
	}

	@Test
	void loopWhenStreamedThenEndsWithAnAnswer() {
		List<TextChunk> chunks = ToolLoop.over(endpoint)
			.maxRounds(4)
			.stream(TextRequest.of(this::askForTheWeather))
			.collectList()
			.block();

		assertThat(this.asked).contains(new City("Madrid"));
		assertThat(chunks).extracting(TextChunk::finishReason).contains("tool_calls").endsWith("stop");
	}

	@Test
	void objectWhenNestedThenTheEngineHoldsTheModelToItsSchema() {
		ObjectResult<Person> result = endpoint.generateObject(Person.class,
				(request) -> request.user("Give me a person.").temperature(0).maxTokens(200));

		assertThat(result.object().name()).isNotBlank();
		assertThat(result.object().address().city()).isNotBlank();
		assertThat(result.object().kind()).isNotNull();
		assertThat(result.result().usage()).isNotNull();
	}

	@Test
	void objectsWhenStreamedThenAreTheElementsOfAList() {
		List<City> cities = endpoint.reactive()
			.generateObjects(City.class, TextRequest
				.of((request) -> request.user("Name cities: Madrid, Rome, Oslo.").temperature(0).maxTokens(300)))
			.take(2)
			.collectList()
			.block();

		assertThat(cities).hasSize(2).allSatisfy((city) -> assertThat(city.city()).isNotNull());
	}

	private void askForTheWeather(TextRequest.Builder request) {
		request.user("What is the weather in Madrid?").temperature(0).maxTokens(80).tools(this.weather);
	}

	private String weather(City city) {
		this.asked.add(city);
		return "sunny, 31 degrees";
	}

	private static void assertMadrid(ToolCall call) {
		assertThat(call.name()).isEqualTo("weather");
		assertThat(call.arguments(City.class)).isEqualTo(new City("Madrid"));
		assertThat(call.id()).isNotBlank();
	}

	record City(String city) {
	}

	record Person(String name, int age, Kind kind, Address address) {
	}

	record Address(String street, String city) {
	}

	enum Kind {

		CUSTOMER, EMPLOYEE

	}

}
