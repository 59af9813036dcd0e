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

package dev.inferencekey.wire;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.error.ApiException;
import dev.inferencekey.error.AuthException;
import dev.inferencekey.error.UnusableAnswerException;
import dev.inferencekey.error.ValidationException;
import dev.inferencekey.operation.Usage;
import dev.inferencekey.resilience.RetrySettings;
import dev.inferencekey.text.ObjectResult;
import dev.inferencekey.text.ResponseFormat;
import dev.inferencekey.text.TextRequest;
import dev.inferencekey.text.Tool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Objects through a raw socket: how they are asked for, and what becomes of the answers.
 */
class ObjectWireTests {

	private static final String CITY = "{\\\"name\\\":\\\"Lima\\\",\\\"people\\\":10}";

	private final WireServer server = new WireServer();

	@AfterEach
	void close() {
		this.server.close();
	}

	private JsonNode sent(int index) {
		return JsonMapper.shared().readTree(this.server.requests().get(index).body());
	}

	private static String answer(String content, String finishReason) {
		return "{\"choices\":[{\"message\":{\"content\":\"" + content + "\"},\"finish_reason\":\"" + finishReason
				+ "\"}],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":5,\"total_tokens\":15}}";
	}

	@Test
	void generateObjectWhenSchemaIsAcceptedThenStrict() {
		this.server.thenJson(200, answer(CITY, "stop"));
		ObjectResult<City> result = this.server.endpoint().generateObject(City.class, "Which city?");
		assertThat(result.object()).isEqualTo(new City("Lima", 10));
		assertThat(result.result().usage()).isEqualTo(Usage.of(10, 5));
		assertThat(sent(0).path("response_format").toString())
			.isEqualTo("{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"City\",\"schema\":{\"type\":\"object\","
					+ "\"properties\":{\"name\":{\"type\":\"string\"},\"people\":{\"type\":\"integer\"}},"
					+ "\"required\":[\"name\",\"people\"],\"additionalProperties\":false},\"strict\":true}}");
		assertThat(sent(0).path("messages").toString()).isEqualTo("[{\"role\":\"user\",\"content\":\"Which city?\"}]");
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 422, 501 })
	void generateObjectWhenSchemaIsRefusedThenJsonObjectFromThenOn(int status) {
		this.server.thenJson(status, "{\"error\":{\"message\":\"no json_schema\"}}")
			.thenJson(200, answer(CITY, "stop"));
		Endpoint endpoint = this.server.endpoint();
		TextRequest request = TextRequest.of((fields) -> fields.system("Be brief.").user("Which city?"));
		assertThat(endpoint.generateObject(City.class, request).object().name()).isEqualTo("Lima");
		assertThat(endpoint.generateObject(City.class, "And now?").object().name()).isEqualTo("Lima");
		assertThat(this.server.requests()).hasSize(3);
		assertThat(sent(1).path("response_format").toString()).isEqualTo("{\"type\":\"json_object\"}");
		assertThat(sent(1).path("messages")).hasSize(2);
		assertThat(sent(1).at("/messages/0/content").asString()).startsWith("Be brief.").contains("\"people\"");
		assertThat(sent(2).at("/messages/0/role").asString()).isEqualTo("system");
		assertThat(sent(2).at("/messages/1/content").asString()).isEqualTo("And now?");
	}

	@Test
	void generateObjectWhenOnlyTextIsAcceptedThenCutOutOfProse() {
		this.server.thenJson(400, "{}")
			.thenJson(400, "{}")
			.thenJson(200, answer("Sure:\\n```json\\n" + CITY + "\\n```", "stop"));
		Endpoint endpoint = this.server.endpoint();
		TextRequest request = TextRequest
			.of((fields) -> fields.user("Which city?").temperature(0).responseFormat(ResponseFormat.TEXT));
		assertThat(endpoint.generateObject(City.class, request).object().name()).isEqualTo("Lima");
		assertThat(sent(2).has("response_format")).isFalse();
		assertThat(sent(2).path("temperature").asDouble()).isZero();
		endpoint.generateObject(City.class, "Which city?");
		assertThat(this.server.requests()).as("remembered").hasSize(4);
	}

	@Test
	void generateObjectWhenRefusedForAnotherReasonThenTheSchemaIsAskedForAgain() {
		this.server.thenJson(400, "{\"error\":{\"message\":\"The upstream is busy\"}}")
			.thenJson(200, answer(CITY, "stop"));
		Endpoint endpoint = this.server.endpoint();
		endpoint.generateObject(City.class, "Which city?");
		endpoint.generateObject(City.class, "Which city?");
		assertThat(sent(2).at("/response_format/type").asString()).isEqualTo("json_schema");
	}

	@Test
	void generateObjectWhenTheSchemaWasAcceptedBeforeThenOneRefusalChangesNothing() {
		this.server.thenJson(200, answer(CITY, "stop"))
			.thenJson(400, "{\"error\":{\"message\":\"The context is too long\"}}")
			.thenJson(400, "{\"error\":{\"message\":\"Invalid schema for response_format\"}}")
			.thenJson(200, answer(CITY, "stop"));
		Endpoint endpoint = this.server.endpoint();
		endpoint.generateObject(City.class, "Which city?");
		assertThatExceptionOfType(ValidationException.class)
			.isThrownBy(() -> endpoint.generateObject(City.class, "Which city?"));
		assertThat(this.server.requests()).as("no other way is tried").hasSize(2);
		endpoint.generateObject(City.class, "Which city?");
		endpoint.generateObject(City.class, "Which city?");
		assertThat(sent(3).at("/response_format/type").asString()).isEqualTo("json_object");
		assertThat(sent(4).at("/response_format/type").asString()).isEqualTo("json_schema");
	}

	@Test
	void generateObjectWhenTheProblemHasHalfASurrogatePairThenRepaired() {
		this.server.thenJson(200, answer("{\\\"name\\\":\\\"\\ud83d\\\",\\\"people\\\":\\\"\\ud83d\\\"}", "stop"))
			.thenJson(200, answer(CITY, "stop"));
		assertThat(this.server.endpoint().generateObject(City.class, "Which city?").object().name()).isEqualTo("Lima");
	}

	@Test
	void generateObjectWhenEveryWayIsRefusedThenTheFirstRefusal() {
		this.server.thenJson(400, "{\"error\":{\"message\":\"first\"}}")
			.thenJson(422, "{\"error\":{\"message\":\"second\"}}")
			.thenJson(400, "{\"error\":{\"message\":\"third\"}}");
		Endpoint endpoint = this.server.endpoint();
		assertThatExceptionOfType(ValidationException.class)
			.isThrownBy(() -> endpoint.generateObject(City.class, "Which city?"))
			.withMessageContaining("first");
		assertThat(this.server.requests()).hasSize(3);
		assertThatExceptionOfType(ValidationException.class)
			.isThrownBy(() -> endpoint.generateObject(City.class, "Which city?"));
		assertThat(sent(3).at("/response_format/type").asString()).as("nothing is remembered").isEqualTo("json_schema");
	}

	@Test
	void generateObjectWhenItFailsOtherwiseThenNoOtherWayIsTried() {
		this.server.thenJson(401, "{}").thenJson(500, "{}");
		Endpoint endpoint = this.server.endpoint();
		assertThatExceptionOfType(AuthException.class)
			.isThrownBy(() -> endpoint.generateObject(City.class, "Which city?"));
		assertThatExceptionOfType(ApiException.class)
			.isThrownBy(() -> endpoint.generateObject(City.class, "Which city?"));
		assertThat(this.server.requests()).hasSize(2);
	}

	@Test
	void generateObjectWhenItDoesNotFitThenRepairedOnceWithTheUsageOfBoth() {
		this.server.thenJson(200, answer("{\\\"name\\\":null}", "stop")).thenJson(200, answer(CITY, "stop"));
		ObjectResult<City> result = this.server.endpoint().generateObject(City.class, "Which city?");
		assertThat(result.object().people()).isEqualTo(10);
		assertThat(result.result().usage()).isEqualTo(Usage.of(20, 10));
		assertThat(sent(1).path("messages")).hasSize(3);
		assertThat(sent(1).at("/messages/1").toString())
			.isEqualTo("{\"role\":\"assistant\",\"content\":\"{\\\"name\\\":null}\"}");
		assertThat(sent(1).at("/messages/2/content").asString()).contains("name must not be null; people is missing");
		assertThat(sent(1).at("/response_format/type").asString()).isEqualTo("json_schema");
	}

	@Test
	void generateObjectWhenTheServerIgnoresTheSchemaThenTheModelIsToldItFromThenOn() {
		this.server.thenJson(200, answer("Lima.", "stop")).thenJson(200, answer(CITY, "stop"));
		Endpoint endpoint = this.server.endpoint();
		assertThat(endpoint.generateObject(City.class, "Which city?").object()).isEqualTo(new City("Lima", 10));
		assertThat(sent(1).path("response_format").toString()).isEqualTo("{\"type\":\"json_object\"}");
		assertThat(sent(1).at("/messages/0/content").asString()).contains("\"people\"");
		assertThat(sent(1).at("/messages/2/content").asString()).isEqualTo("Lima.");
		assertThat(sent(1).at("/messages/3/content").asString()).contains("there is no JSON in it");
		endpoint.generateObject(City.class, "Which city?");
		assertThat(this.server.requests()).hasSize(3);
		assertThat(sent(2).at("/messages/0/content").asString()).contains("\"people\"");
	}

	@Test
	void generateObjectWhenAFilterAnswersInsteadThenTheSchemaIsAskedForAgain() {
		this.server.thenJson(200, answer("Blocked.", "content_filter")).thenJson(200, answer(CITY, "stop"));
		this.server.endpoint().generateObject(City.class, "Which city?");
		assertThat(sent(1).at("/response_format/type").asString()).isEqualTo("json_schema");
	}

	@Test
	void generateObjectWhenTheFormatFailsThenJsonObject() {
		this.server
			.thenJson(500, "{\"error\":{\"message\":\"response_format type must be one of text or json_object\"}}")
			.thenJson(200, answer(CITY, "stop"));
		DataClient client = this.server.builder().retry(RetrySettings.UNSET.withMaxAttempts(1)).build();
		Endpoint endpoint = client.endpoint("support-bot");
		assertThat(endpoint.generateObject(City.class, "Which city?").object().name()).isEqualTo("Lima");
		endpoint.generateObject(City.class, "Which city?");
		assertThat(this.server.requests()).hasSize(3);
		assertThat(sent(2).at("/response_format/type").asString()).isEqualTo("json_object");
	}

	@Test
	void generateObjectWhenRepairDoesNotFitEitherThenUnusableWithTheText() {
		this.server.thenJson(200, answer("No idea.", "stop")).thenJson(200, answer("Still none.", "stop"));
		assertThatExceptionOfType(UnusableAnswerException.class)
			.isThrownBy(() -> this.server.endpoint().generateObject(City.class, "Which city?"))
			.withMessageContaining("there is no JSON")
			.satisfies((ex) -> assertThat(ex.text()).isEqualTo("Still none."))
			.satisfies((ex) -> assertThat(ex.workload()).isEqualTo("support-bot"));
		assertThat(this.server.requests()).hasSize(2);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '!', value = {
			"{\"content\":\"{\\\"name\\\":\"},\"finish_reason\":\"length\" | cut off at the maximum number of tokens",
			"{\"content\":null,\"refusal\":\"I must not.\"},\"finish_reason\":\"stop\" | I must not.",
			"{\"content\":\"\"},\"finish_reason\":\"stop\" | empty" })
	void generateObjectWhenNothingCanBeMendedThenUnusableAtOnce(String message, String problem) {
		this.server.thenJson(200, "{\"choices\":[{\"message\":" + message + "}]}");
		assertThatExceptionOfType(UnusableAnswerException.class)
			.isThrownBy(() -> this.server.endpoint().generateObject(City.class, "Which city?"))
			.withMessageContaining(problem);
		assertThat(this.server.requests()).hasSize(1);
	}

	@Test
	void generateObjectWhenMuchIsWrongThenTheMessageIsShort() {
		String key = "\\\"" + "x".repeat(40_000) + "\\\":null";
		this.server.thenJson(200, answer("{" + key + "}", "stop"));
		assertThatExceptionOfType(UnusableAnswerException.class).isThrownBy(
				() -> this.server.endpoint().generateObject(new ParameterizedTypeReference<Map<String, String>>() {
				}, TextRequest.of("Which city?")))
			.satisfies((ex) -> assertThat(ex).message().contains("xxx…", "text() has the answer").hasSizeLessThan(1500))
			.satisfies((ex) -> assertThat(ex.text()).contains("x".repeat(40_000)));
	}

	@Test
	void generateObjectWhenTheRefusalIsLongThenTheMessageIsShort() {
		this.server.thenJson(200, "{\"choices\":[{\"message\":{\"content\":null,\"refusal\":\"" + "No. ".repeat(50_000)
				+ "\"},\"finish_reason\":\"stop\"}]}");
		assertThatExceptionOfType(UnusableAnswerException.class)
			.isThrownBy(() -> this.server.endpoint().generateObject(City.class, "Which city?"))
			.satisfies((ex) -> assertThat(ex).message().contains("refuses to answer: No. No.").hasSizeLessThan(1500));
	}

	@Test
	void generateObjectWhenListThenWrappedAndUnwrapped() {
		this.server.thenJson(200, answer("{\\\"value\\\":[" + CITY + "]}", "stop"))
			.thenJson(200, answer("[" + CITY + "]", "stop"));
		Endpoint endpoint = this.server.endpoint();
		ParameterizedTypeReference<List<City>> type = new ParameterizedTypeReference<>() {
		};
		assertThat(endpoint.generateObject(type, "Which cities?").object()).containsExactly(new City("Lima", 10));
		assertThat(endpoint.generateObject(type, "Which cities?").object()).containsExactly(new City("Lima", 10));
		assertThat(sent(0).at("/response_format/json_schema/schema/properties/value/type").asString())
			.isEqualTo("array");
	}

	@Test
	void generateObjectWhenMapThenWrapped() {
		this.server.thenJson(200, answer("{\\\"value\\\":{\\\"Lima\\\":10}}", "stop"));
		ParameterizedTypeReference<Map<String, Integer>> type = new ParameterizedTypeReference<>() {
		};
		assertThat(this.server.endpoint().generateObject(type, "Which cities?").object()).isEqualTo(Map.of("Lima", 10));
	}

	@Test
	void generateObjectWhenRequestHasToolsThenTheyStay() {
		this.server.thenJson(200, "{\"choices\":[{\"message\":{\"content\":null,\"tool_calls\":[{\"id\":\"1\","
				+ "\"type\":\"function\",\"function\":{\"name\":\"find\",\"arguments\":\"{}\"}}]}}]}");
		TextRequest request = TextRequest.of((fields) -> fields.user("Which city?")
			.tools(Tool.declare("find", "Finds a city", "{\"type\":\"object\"}")));
		assertThatExceptionOfType(UnusableAnswerException.class)
			.isThrownBy(() -> this.server.endpoint().generateObject(City.class, request));
		assertThat(sent(0).at("/tools/0/function/name").asString()).isEqualTo("find");
		assertThat(this.server.requests()).hasSize(1);
	}

	@Test
	void generateObjectWhenTimeIsUpInTheRepairThenDeadlineOfAllRounds() {
		this.server.then((exchange) -> {
			exchange.pause(Duration.ofMillis(300));
			exchange.respond(200, "application/json", answer("none", "stop"));
		}).then((exchange) -> exchange.awaitClosed(new CountDownLatch(1)));
		TextRequest request = TextRequest.of((fields) -> fields.user("Which city?").timeout(Duration.ofSeconds(2)));
		assertThatExceptionOfType(ApiException.class)
			.isThrownBy(() -> this.server.endpoint().generateObject(City.class, request))
			.withMessageMatching(".* longer than 1[0-9]{3} ms .*");
		assertThat(this.server.requests()).hasSize(2);
	}

	@Test
	void generateObjectWhenCheckFindsSomethingThenRepaired() {
		this.server.thenJson(200, answer("{\\\"name\\\":\\\"Oz\\\",\\\"people\\\":0}", "stop"))
			.thenJson(200, answer(CITY, "stop"));
		DataClient client = this.server.builder()
			.retry(RetrySettings.UNSET.withMaxAttempts(1))
			.objectCheck((object) -> (((City) object).people() > 0) ? List.of() : List.of("people must be positive"))
			.build();
		assertThat(client.endpoint("support-bot").generateObject(City.class, "Which city?").object().name())
			.isEqualTo("Lima");
		assertThat(sent(1).at("/messages/2/content").asString()).contains("people must be positive");
	}

	record City(String name, int people) {
	}

}
