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

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.embedding.EmbedResult;
import dev.inferencekey.error.InferenceKeyException;
import dev.inferencekey.error.UnusableAnswerException;
import dev.inferencekey.error.ValidationException;
import dev.inferencekey.operation.Usage;
import dev.inferencekey.rerank.RerankItem;
import dev.inferencekey.rerank.RerankResult;
import dev.inferencekey.text.ObjectResult;
import dev.inferencekey.text.TextChoice;
import dev.inferencekey.text.TextChunk;
import dev.inferencekey.text.TextRequest;
import dev.inferencekey.text.TextResult;
import dev.inferencekey.text.TokenLogprob;
import dev.inferencekey.text.Tool;
import dev.inferencekey.text.ToolCall;
import dev.inferencekey.tool.ToolLoop;
import dev.inferencekey.tool.ToolLoopResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Answers of real servers, each byte in a packet of its own.
 */
class RecordedExchangeTests {

	private static final String REPEATED = "Repeat after me: one, two, three.";

	private static final Map<String, Integer> DEGREES = Map.of("Madrid", 31, "Roma", 28);

	private final WireServer server = new WireServer();

	private final DataClient client = this.server.client();

	private final Endpoint endpoint = this.client.endpoint("support-bot");

	@AfterEach
	void close() {
		this.client.close();
		this.server.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "llamacpp", "litellm" })
	void streamWhenReplayedThenIsTheUnaryAnswer(String directory) {
		replay(directory + "/chat");
		replay(directory + "/stream");

		TextResult unary = this.endpoint.generateText("Hello");
		TextResult streamed = this.endpoint.generateTextStream("Hello").result();

		assertThat(unary.text()).isEqualTo(REPEATED);
		assertThat(streamed.text()).isEqualTo(REPEATED);
		assertThat(streamed.finishReason()).isEqualTo(unary.finishReason()).isEqualTo("stop");
		assertThat(streamed.model()).isEqualTo(unary.model()).isEqualTo("smollm2");
		assertThat(streamed.usage().totalTokens()).isEqualTo(unary.usage().totalTokens()).isEqualTo(30);
	}

	@ParameterizedTest
	@CsvSource({ "chat-length, Repeat, length", "chat-stop, 'Repeat after me: one, ', stop",
			"chat-logprobs, Repeat after, length", "chat-emoji, '🎈🎉\n\n🎈', length", "tool-call, '', tool_calls",
			"tool-call-cut, '', length", "tool-result, 'The weather in Madrid is sunny, 31 degrees.', stop" })
	void textWhenReplayedThenIsWhatTheEngineWrote(String name, String text, String finishReason) {
		replay("llamacpp/" + name);

		TextResult result = this.endpoint.generateText("Hello");

		assertThat(result.text()).isEqualTo(text);
		assertThat(result.finishReason()).isEqualTo(finishReason);
	}

	@ParameterizedTest
	@CsvSource({ "llamacpp/stream-length, Repeat, length", "llamacpp/stream-without-usage, Repeat after me, length",
			"llamacpp/stream-logprobs, Repeat after, length", "llamacpp/stream-emoji, '🎈🎉\n\n🎈', length",
			"llamacpp/tool-call-stream, '', tool_calls", "llamacpp/tool-call-cut-stream, '', length",
			"litellm/stream-without-usage, Repeat after me, length", "litellm/tool-call-stream, '', tool_calls",
			"litellm/tool-call-cut-stream, '', length" })
	void streamWhenReplayedThenIsWhatTheEngineWrote(String name, String text, String finishReason) {
		replay(name);

		TextResult result = this.endpoint.generateTextStream("Hello").result();

		assertThat(result.text()).isEqualTo(text);
		assertThat(result.finishReason()).isEqualTo(finishReason);
	}

	@ParameterizedTest
	@ValueSource(strings = { "vllm/tool-calls", "vllm/tool-calls-stream", "vllm/tool-calls-one-index-stream",
			"sglang/tool-calls", "sglang/tool-calls-stream", "sglang/tool-calls-whole-stream", "ollama/tool-calls",
			"ollama/tool-calls-stream", "ollama/tool-calls-one-frame-stream" })
	void toolCallsWhenSeveralThenEachIsWhole(String name) {
		TextResult result = answer(name);

		assertThat(result.toolCalls()).extracting(ToolCall::name).containsExactly("weather", "weather");
		assertThat(result.toolCalls()).extracting((call) -> call.arguments(Weather.class))
			.containsExactly(new Weather("Madrid"), new Weather("Roma"));
		assertThat(result.toolCalls()).extracting(ToolCall::id).doesNotHaveDuplicates().noneMatch(String::isBlank);
		assertThat(result.text()).isEmpty();
		assertThat(result.finishReason()).isIn("stop", "tool_calls");
		assertThat(result.id()).isNotNull();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "llamacpp/tool-call|{\"city\": \"Madrid\"}", "llamacpp/tool-call-stream|{\"city\": \"Madrid\"}",
					"llamacpp/tool-call-cut|{", "llamacpp/tool-call-cut-stream|{",
					"litellm/tool-call|{\"city\": \"Madrid\"}", "litellm/tool-call-stream|{\"city\": \"Madrid\"}",
					"litellm/tool-call-cut-stream|{" })
	void toolCallWhenReplayedThenHasTheArgumentsOfTheModel(String name, String arguments) {
		TextResult result = answer(name);

		assertThat(result.toolCalls()).extracting(ToolCall::name, ToolCall::arguments)
			.containsExactly(tuple("weather", arguments));
	}

	@ParameterizedTest
	@ValueSource(strings = { "vllm/choices", "vllm/choices-stream" })
	void choicesWhenSeveralThenByIndexWithTheirProbabilities(String name) {
		TextResult result = answer(name);

		assertThat(result.choices()).extracting(TextChoice::index, TextChoice::text, TextChoice::finishReason)
			.containsExactly(tuple(0, "Madrid.", "stop"), tuple(1, "Roma.", "length"));
		assertThat(result.choices().get(0).logprobs()).extracting(TokenLogprob::token, TokenLogprob::logprob)
			.containsExactly(tuple("Madrid", -0.25), tuple(".", -9999.0));
		assertThat(result.choices().get(1).logprobs().get(0).alternatives()).extracting(TokenLogprob::token)
			.containsExactly("Roma", "Rome");
		assertThat(result.usage()).isEqualTo(Usage.of(165, 30));
	}

	@ParameterizedTest
	@ValueSource(strings = { "llamacpp/chat-logprobs", "llamacpp/stream-logprobs" })
	void probabilitiesWhenReplayedThenOneForEachToken(String name) {
		TextResult result = answer(name);

		assertThat(result.choices().get(0).logprobs()).extracting(TokenLogprob::token)
			.containsExactly("Repeat", " after");
		assertThat(result.choices().get(0).logprobs().get(1).alternatives()).extracting(TokenLogprob::logprob)
			.containsExactly(-0.332650750875473, -3.322352886199951);
	}

	@ParameterizedTest
	@ValueSource(strings = { "vllm/tool-calls", "vllm/tool-calls-stream" })
	void reasoningWhenBesideToolCallsThenRead(String name) {
		assertThat(answer(name).reasoning()).isEqualTo("Two cities.\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "vllm/reasoning", "vllm/reasoning-stream", "vllm/reasoning-content-stream",
			"vllm/reasoning-twice-stream", "sglang/reasoning", "sglang/reasoning-stream", "ollama/reasoning",
			"ollama/reasoning-stream", "litellm/reasoning-stream" })
	void reasoningWhenBeforeTheTextThenApartFromIt(String name) {
		TextResult result = answer(name);

		assertThat(result.reasoning().strip()).isEqualTo("Spain?\nIts capital.");
		assertThat(result.text().strip()).isEqualTo("Madrid.");
		assertThat(result.finishReason()).isEqualTo("stop");
		assertThat(result.usage().totalTokens()).isEqualTo(30);
		assertThat(result.usage().reasoningTokens()).isEqualTo(name.startsWith("sglang") ? 7 : 0);
	}

	@ParameterizedTest
	@ValueSource(strings = { "vllm/reasoning-stream", "vllm/reasoning-content-stream", "vllm/reasoning-twice-stream",
			"sglang/reasoning-stream", "ollama/reasoning-stream", "litellm/reasoning-stream" })
	void reasoningWhenStreamedThenInChunksBeforeThoseWithText(String name) {
		replay(name);

		List<TextChunk> chunks = this.endpoint.generateTextStream("Hello")
			.stream()
			.filter((chunk) -> !chunk.reasoning().isEmpty() || !chunk.text().isBlank())
			.toList();

		assertThat(chunks).extracting(TextChunk::reasoning, TextChunk::text)
			.containsExactly(tuple("Spain", ""), tuple("?\n", ""), tuple("Its", ""), tuple(" capital", ""),
					tuple(".", ""), tuple("", "Mad"), tuple("", "rid"), tuple("", "."));
	}

	@ParameterizedTest
	@CsvSource({ "sglang/logprobs, Mad The rid re . !", "sglang/logprobs-stream, Mad The rid re rid re" })
	void probabilitiesWhenSeveralTokensInOneFrameThenOneForEachToken(String name, String alternatives) {
		TextResult result = answer(name);

		assertThat(result.text()).isEqualTo("Madrid.");
		List<TokenLogprob> tokens = result.choices().get(0).logprobs();
		assertThat(tokens).extracting(TokenLogprob::token, TokenLogprob::logprob)
			.containsExactly(tuple("Mad", -0.125), tuple("rid", 0.0), tuple(".", -0.75));
		assertThat(tokens).flatExtracting(TokenLogprob::alternatives)
			.extracting(TokenLogprob::token)
			.containsExactly(alternatives.split(" "));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void thinkTagsWhenToBeSplitThenTheTextIsWithoutThem(boolean split) {
		try (DataClient splitting = this.server.builder().defaults((settings) -> settings.thinkTags(split)).build()) {
			replay("ollama/think-stream");

			TextResult result = splitting.endpoint("support-bot").generateTextStream("Hello").result();

			assertThat(result.text()).isEqualTo(split ? "Madrid." : "<think>\nSpain?\n</think>\n\nMadrid.");
			assertThat(result.reasoning()).isEqualTo(split ? "Spain?" : "");
		}
	}

	@Test
	void objectWhenReplayedThenBound() {
		replay("llamacpp/json-schema");

		assertThat(this.endpoint.generateObject(Person.class, "Give me a person.").object())
			.isEqualTo(new Person("Jordan", 25));
	}

	@ParameterizedTest
	@CsvSource({ "vllm, 21, 14", "sglang, 22, 16", "ollama, 23, 17", "litellm, 24, 15" })
	void objectWhenTheSchemaIsFollowedThenBound(String directory, int input, int output) {
		replay(directory + "/json-schema");

		ObjectResult<Forecast> result = this.endpoint.generateObject(Forecast.class, "Which weather?");

		assertThat(result.object()).isEqualTo(new Forecast("Córdoba", 41));
		assertThat(result.result().usage()).isEqualTo(Usage.of(input, output));
		assertThat(formats()).containsExactly("json_schema");
	}

	@ParameterizedTest
	@CsvSource({ "vllm/error-json-schema, vllm/json-object, 81", "vllm/error-json-schema-flat, vllm/json-object, 81",
			"sglang/error-json-schema, sglang/json-object, 80", "ollama/error-json-schema, ollama/json-object, 82",
			"ollama/error-grammar, ollama/json-object, 82", "litellm/error-json-schema, litellm/json-object, 85" })
	void objectWhenTheSchemaIsRefusedThenAnyJsonFromThenOn(String refusal, String answer, int tokens) {
		replay(refusal);
		replay(answer);

		ObjectResult<Forecast> first = this.endpoint.generateObject(Forecast.class, "Which weather?");
		ObjectResult<Forecast> second = this.endpoint.generateObject(Forecast.class, "Which weather?");

		assertThat(List.of(first.object(), second.object())).containsOnly(new Forecast("Córdoba", 41));
		assertThat(first.result().usage().totalTokens()).isEqualTo(tokens);
		assertThat(formats()).containsExactly("json_schema", "json_object", "json_object");
		assertThat(sent(1).at("/messages/0/content").asString()).contains("\"degrees\"");
	}

	@ParameterizedTest
	@CsvSource({ "sglang/error-grammar, sglang/json-in-text, 90",
			"litellm/error-response-format, litellm/json-in-text, 92" })
	void objectWhenEveryFormatIsRefusedThenCutOutOfTheText(String refusal, String answer, int tokens) {
		replay(refusal);
		replay(refusal);
		replay(answer);

		ObjectResult<Forecast> first = this.endpoint.generateObject(Forecast.class, "Which weather?");
		ObjectResult<Forecast> second = this.endpoint.generateObject(Forecast.class, "Which weather?");

		assertThat(List.of(first.object(), second.object())).containsOnly(new Forecast("Córdoba", 41));
		assertThat(first.result().usage().totalTokens()).isEqualTo(tokens);
		assertThat(formats()).containsExactly("json_schema", "json_object", "", "");
	}

	@Test
	void objectWhenItStandsInTheReasoningThenUnusable() {
		replay("sglang/json-in-reasoning");

		assertThatExceptionOfType(UnusableAnswerException.class)
			.isThrownBy(() -> this.endpoint.generateObject(Forecast.class, "Which weather?"))
			.withMessageContaining("it is empty; the model stopped with stop");
		assertThat(this.server.requests()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "vllm", "sglang", "ollama", "litellm" })
	void elementsWhenStreamedThenEachIsBound(String directory) {
		replay(directory + "/list-stream");

		assertThat(forecasts()).containsExactly(new Forecast("Madrid", 31), new Forecast("Córdoba", 41));
		assertThat(formats()).containsExactly("json_schema");
	}

	@ParameterizedTest
	@CsvSource({ "vllm/error-json-schema, vllm/list-stream", "vllm/error-json-schema-flat, vllm/list-stream",
			"sglang/error-json-schema, sglang/list-stream", "ollama/error-json-schema, ollama/list-stream",
			"ollama/error-grammar, ollama/list-stream", "litellm/error-json-schema, litellm/list-stream" })
	void elementsWhenTheSchemaIsRefusedThenAnyJsonFromThenOn(String refusal, String answer) {
		replay(refusal);
		replay(answer);

		assertThat(forecasts()).containsExactly(new Forecast("Madrid", 31), new Forecast("Córdoba", 41));
		assertThat(forecasts()).hasSize(2);
		assertThat(formats()).containsExactly("json_schema", "json_object", "json_object");
	}

	@ParameterizedTest
	@CsvSource({ "sglang/error-grammar-stream, sglang/list-stream",
			"litellm/error-response-format, litellm/list-stream" })
	void elementsWhenEveryFormatIsRefusedThenOutOfTheText(String refusal, String answer) {
		replay(refusal);
		replay(refusal);
		replay(answer);

		assertThat(forecasts()).containsExactly(new Forecast("Madrid", 31), new Forecast("Córdoba", 41));
		assertThat(forecasts()).hasSize(2);
		assertThat(formats()).containsExactly("json_schema", "json_object", "", "");
	}

	@ParameterizedTest
	@CsvSource({ "vllm/tool-calls, vllm/tool-result, 195, 234", "sglang/tool-calls, sglang/tool-result, 195, 235",
			"ollama/tool-calls, ollama/tool-result, 195, 236" })
	void loopWhenTwoToolsAreCalledThenTheAnswerAfterTheirResults(String calls, String answer, int before, int after) {
		replay(calls);
		replay(answer);

		ToolLoopResult result = ToolLoop.over(this.endpoint).run(weather());

		assertThat(result.result().text()).isEqualTo("It is 31 degrees in Madrid and 28 in Roma.");
		assertThat(result.rounds()).isEqualTo(2);
		assertThat(result.usage().totalTokens()).isEqualTo(before + after);
		assertResultsOfTwoCallsAreSent();
	}

	@ParameterizedTest
	@CsvSource({ "vllm/tool-calls-stream, vllm/tool-result-stream",
			"vllm/tool-calls-one-index-stream, vllm/tool-result-stream",
			"sglang/tool-calls-stream, sglang/tool-result-stream",
			"sglang/tool-calls-whole-stream, sglang/tool-result-stream",
			"ollama/tool-calls-stream, ollama/tool-result-stream",
			"ollama/tool-calls-one-frame-stream, ollama/tool-result-stream" })
	void loopWhenStreamedThenTheAnswerAfterTheResultsOfTwoTools(String calls, String answer) {
		replay(calls);
		replay(answer);

		List<TextChunk> chunks = ToolLoop.over(this.endpoint).stream(weather()).collectList().block();

		assertThat(chunks).extracting(TextChunk::text)
			.filteredOn((text) -> !text.isEmpty())
			.containsExactly("It", " is", " ", "31", " degrees", " in", " Madrid", " and", " ", "28", " in", " Roma",
					".");
		assertThat(chunks).flatExtracting(TextChunk::toolCalls)
			.extracting((call) -> call.arguments(Weather.class))
			.containsExactly(new Weather("Madrid"), new Weather("Roma"));
		assertResultsOfTwoCallsAreSent();
	}

	@Test
	void loopWhenTheEngineWasRecordedThenTheAnswerAfterTheResult() {
		replay("llamacpp/tool-call");
		replay("llamacpp/tool-result");

		ToolLoopResult result = ToolLoop.over(this.endpoint).run(weather());

		assertThat(result.result().text()).isEqualTo("The weather in Madrid is sunny, 31 degrees.");
		assertThat(sent(1).at("/messages/2/tool_call_id")).isEqualTo(sent(1).at("/messages/1/tool_calls/0/id"));
		assertThat(sent(1).at("/messages/2/content").asString()).isEqualTo("31 degrees in Madrid");
	}

	@ParameterizedTest
	@ValueSource(strings = { "llamacpp", "litellm" })
	void vectorsWhenReplayedThenAreTheSameInNumbersAndBase64(String directory) {
		replay(directory + "/embeddings");
		replay(directory + "/embeddings-base64");

		EmbedResult numbers = this.endpoint.embed("one", "two");
		EmbedResult base64 = this.endpoint.embed("one", "two");

		assertThat(numbers.embeddings()).hasSize(2).allSatisfy((vector) -> assertThat(vector).hasSize(576));
		assertThat(base64.embeddings()).containsExactlyElementsOf(numbers.embeddings());
	}

	@Test
	void documentsWhenReplayedThenAreInTheOrderOfTheirScores() {
		replay("llamacpp/rerank");

		List<RerankItem> results = this.endpoint.rerank("fruit", List.of("a banana", "the moon", "a pear")).results();

		assertThat(results).extracting(RerankItem::index).containsExactly(1, 0, 2);
		assertThat(results.get(0).relevanceScore()).isEqualTo(-1.2638481855392456);
	}

	@Test
	void documentsWhenReplayedThenTheirTokensAreCounted() {
		replay("llamacpp/rerank-top");

		RerankResult result = this.endpoint.rerank("fruit", List.of("a banana", "the moon", "a pear"));

		assertThat(result.results()).hasSize(2);
		assertThat(result.usage()).isEqualTo(Usage.of(9, 0));
	}

	@Test
	void vectorsWhenTheInputIsTooLongThenRefusedOnce() {
		replay("llamacpp/error-input-long");

		assertThatExceptionOfType(ValidationException.class).isThrownBy(() -> this.endpoint.embed("long"))
			.withMessageContaining("input (601 tokens) is too large to process");
		assertThat(this.server.requests()).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource({ "llamacpp/error-context, ValidationException, exceeds the available context size (512 tokens)",
			"llamacpp/error-context-stream, ValidationException, exceeds the available context size (512 tokens)",
			"llamacpp/error-field, ValidationException, type must be number",
			"llamacpp/error-documents, ValidationException, must be a non-empty string array",
			"llamacpp/error-loading, ApiException, Loading model",
			"llamacpp/error-loading-stream, ApiException, Loading model",
			"llamacpp/error-n, ValidationException, Value must be between 1 <= value <= 1",
			"llamacpp/error-not-json, ValidationException, parse error at line 1",
			"llamacpp/error-rerank-off, ApiException, Start it with `--reranking`",
			"llamacpp/error-key, AuthException, Invalid API Key",
			"llamacpp/error-route, NotFoundException, File Not Found",
			"llamacpp/error-embeddings-off, ApiException, This server does not support embeddings",
			"vllm/error-json-schema, ValidationException, Unimplemented keys",
			"vllm/error-json-schema-flat, ValidationException, not supported by xgrammar",
			"sglang/error-json-schema, ValidationException, Failed to compile json grammar",
			"sglang/error-grammar, ValidationException, --grammar-backend none",
			"sglang/error-grammar-stream, ValidationException, --grammar-backend none",
			"ollama/error-json-schema, ApiException, invalid JSON schema in format",
			"ollama/error-grammar, ValidationException, failed to parse grammar",
			"litellm/error-json-schema, ValidationException, This response_format type is unavailable now",
			"litellm/error-response-format, ValidationException, does not support parameters",
			"litellm/error-context, ValidationException, exceeds the available context size (512 tokens)",
			"litellm/error-context-stream, ValidationException, exceeds the available context size (512 tokens)",
			"litellm/error-input-long, ValidationException, input (601 tokens) is too large to process",
			"litellm/error-not-json, ValidationException, Invalid JSON payload",
			"litellm/error-route, NotFoundException, Not Found",
			"litellm/error-gone-stream, ApiException, Connection error",
			"litellm/error-key, ValidationException, No connected db.",
			"litellm/error-model, ValidationException, unknown", "litellm/error-gone, ApiException, Connection error" })
	void failureWhenReplayedThenIsTypedAndSaysWhatTheServerSays(String name, String type, String message) {
		assertThatExceptionOfType(InferenceKeyException.class).isThrownBy(() -> answer(name))
			.withMessageContaining(message)
			.satisfies((ex) -> assertThat(ex.getClass().getSimpleName()).isEqualTo(type));
	}

	private List<Forecast> forecasts() {
		return this.endpoint.reactive()
			.generateObjects(Forecast.class, TextRequest.of("Which weather?"))
			.collectList()
			.block();
	}

	private static TextRequest weather() {
		return TextRequest.of((request) -> request.prompt("How is the weather?")
			.tools(Tool.of("weather", "Current weather", "{\"type\":\"object\"}", (call) -> {
				String city = call.arguments(Weather.class).city();
				return DEGREES.get(city) + " degrees in " + city;
			})));
	}

	private void assertResultsOfTwoCallsAreSent() {
		assertThat(this.server.requests()).hasSize(2);
		JsonNode messages = sent(1).path("messages");
		assertThat(messages).hasSize(4);
		assertThat(messages.at("/1/tool_calls")).hasSize(2);
		List<String> results = List.of("31 degrees in Madrid", "28 degrees in Roma");
		for (int i = 0; i < 2; i++) {
			JsonNode result = messages.get(2 + i);
			assertThat(result.path("role").asString()).isEqualTo("tool");
			assertThat(result.path("content").asString()).isEqualTo(results.get(i));
			assertThat(result.path("tool_call_id")).isEqualTo(messages.at("/1/tool_calls/" + i + "/id"));
		}
	}

	private JsonNode sent(int index) {
		return JsonMapper.shared().readTree(this.server.requests().get(index).body());
	}

	// What each request asks for, empty if it names no format.
	private List<String> formats() {
		return this.server.requests()
			.stream()
			.map((request) -> JsonMapper.shared().readTree(request.body()))
			.map((body) -> body.at("/response_format/type").asString(""))
			.toList();
	}

	private TextResult answer(String name) {
		replay(name);
		return name.endsWith("-stream") || name.contains("/stream") ? this.endpoint.generateTextStream("Hello").result()
				: this.endpoint.generateText("Hello");
	}

	private void replay(String name) {
		byte[] answer = read("/exchanges/" + name + ".response.http");
		this.server.then((exchange) -> {
			for (byte each : answer) {
				exchange.write(new byte[] { each });
			}
			exchange.socket().close();
		});
	}

	private static byte[] read(String resource) {
		try (InputStream in = RecordedExchangeTests.class.getResourceAsStream(resource)) {
			assertThat(in).as(resource).isNotNull();
			return in.readAllBytes();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	record Weather(String city) {
	}

	record Person(String name, int age) {
	}

	record Forecast(String city, int degrees) {
	}

}
