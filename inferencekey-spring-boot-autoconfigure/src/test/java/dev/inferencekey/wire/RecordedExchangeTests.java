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

import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.embedding.EmbedResult;
import dev.inferencekey.error.InferenceKeyException;
import dev.inferencekey.error.ValidationException;
import dev.inferencekey.operation.Usage;
import dev.inferencekey.rerank.RerankItem;
import dev.inferencekey.rerank.RerankResult;
import dev.inferencekey.text.TextChoice;
import dev.inferencekey.text.TextResult;
import dev.inferencekey.text.TokenLogprob;
import dev.inferencekey.text.ToolCall;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Answers of real servers, each byte in a packet of its own.
 */
class RecordedExchangeTests {

	private static final String REPEATED = "Repeat after me: one, two, three.";

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

}
