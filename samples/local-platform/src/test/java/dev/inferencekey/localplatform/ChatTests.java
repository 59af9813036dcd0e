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

import java.util.List;
import java.util.stream.Collectors;

import dev.inferencekey.localplatform.Caller.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Answers of the extractive model over HTTP, whole and streamed.
 */
class ChatTests {

	private static final String REFUND = "How do I get a refund?";

	private static LocalPlatform platform;

	private static Caller caller;

	@BeforeAll
	static void start() {
		platform = LocalPlatform.start();
		caller = new Caller(platform.baseUrl());
	}

	@AfterAll
	static void stop() {
		platform.close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			Hola, ¿cómo puedo cancelar mi pedido?   | Puedes cancelar un pedido sin coste
			hola, olvide la contraseña              | Pulsa «He olvidado mi contraseña»
			¿Puedo pagar con PayPal?                | Aceptamos tarjetas de crédito
			Necesito la factura                     | Las facturas están en «Mis pedidos»
			How do I get a refund?                  | We refund to the payment method
			I want to cancel my order               | You can cancel an order free of charge
			Where is my package?                    | The shipping e-mail has a tracking link
			do you deliver to France?               | We ship to every country of the European Union
			""")
	void chatWhenHandbookHasTheAnswerThenThatPassageInThatLanguage(String question, String beginning) {
		assertThat(text(ask(question, ""))).startsWith(beginning);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			What is the capital of France?       | I have no passage on that
			Write a poem about the sea           | I have no passage on that
			¿Cuál es la capital de Francia?      | No tengo ningún pasaje sobre eso
			Wie backt man Brot?                  | I have no passage on that
			""")
	void chatWhenHandbookHasNoAnswerThenSaysSo(String question, String beginning) {
		assertThat(text(ask(question, ""))).startsWith(beginning);
	}

	@Test
	void chatWhenTheSystemMessageBringsPassagesThenAnswersFromThem() {
		Answer answer = post(
				"""
						{"model": "support-bot", "messages": [
						  {"role": "system", "content": "Use these.\\n\\n## How do I get a refund?\\n\\nAsk Rosa.\\n\\n## Shops\\n\\nIn Vienna."},
						  {"role": "user", "content": "How do I get a refund?"}]}""");
		assertThat(text(answer)).isEqualTo("Ask Rosa.");
	}

	@Test
	void chatWhenSeveralTurnsThenAnswersTheLastOfTheUser() {
		Answer answer = post("""
				{"model": "support-bot", "messages": [
				  {"role": "system", "content": "Be brief."},
				  {"role": "user", "content": "How do I get a refund?"},
				  {"role": "assistant", "content": null, "tool_calls": [
				    {"id": "1", "type": "function", "function": {"name": "f", "arguments": "{}"}}]},
				  {"role": "user", "content": [{"type": "text", "text": "And how do I"},
				                               {"type": "text", "text": "delete my account?"}]}]}""");
		assertThat(text(answer)).startsWith("Open \"My account\", then \"Privacy\"");
	}

	@Test
	void chatWhenOptionsHaveNoEffectOrAskForNothingThenAnswers() {
		Answer answer = ask(REFUND, """
				, "temperature": null, "top_k": 5, "min_p": 0.1, "logprobs": false, "top_logprobs": 0, "store": false,
				"modalities": ["text"], "tools": null, "response_format": null, "parallel_tool_calls": false,
				"audio": null""");
		assertThat(text(answer)).startsWith("We refund");
	}

	@Test
	void chatWhenAnsweredThenNamesModelAndCountsTokens() {
		JsonNode completion = ask(REFUND, ", \"temperature\": 0.2, \"n\": 1, \"seed\": 7, \"user\": \"u\"").json();
		assertThat(completion.at("/object").asString()).isEqualTo("chat.completion");
		assertThat(completion.at("/id").asString()).startsWith("chatcmpl-");
		assertThat(completion.at("/model").asString()).isEqualTo("acme-handbook-extractive-minilm-l6-v2-q");
		assertThat(completion.at("/choices/0/message/role").asString()).isEqualTo("assistant");
		assertThat(completion.at("/choices/0/finish_reason").asString()).isEqualTo("stop");
		String text = completion.at("/choices/0/message/content").asString();
		int prompt = MiniLm.get().countTokens(REFUND);
		int completionTokens = MiniLm.get().countTokens(text);
		assertThat(completion.at("/usage/prompt_tokens").asInt()).isEqualTo(prompt);
		assertThat(completion.at("/usage/completion_tokens").asInt()).isEqualTo(completionTokens);
		assertThat(completion.at("/usage/total_tokens").asInt()).isEqualTo(prompt + completionTokens);
	}

	@Test
	void streamWhenReadToTheEndThenEqualsTheWholeAnswer() {
		JsonNode whole = ask(REFUND, "").json();
		Answer stream = ask(REFUND, ", \"stream\": true");
		assertThat(stream.header("Content-Type")).isEqualTo("text/event-stream");
		assertThat(stream.header("x-request-id")).startsWith("req_");
		assertThat(stream.events()).last().isEqualTo("[DONE]");
		List<JsonNode> chunks = stream.chunks();
		assertThat(contents(chunks)).isEqualTo(whole.at("/choices/0/message/content").asString());
		assertThat(chunks).allSatisfy((chunk) -> {
			assertThat(chunk.at("/object").asString()).isEqualTo("chat.completion.chunk");
			assertThat(chunk.at("/id")).isEqualTo(chunks.get(0).at("/id"));
			assertThat(chunk.at("/model")).isEqualTo(whole.at("/model"));
			assertThat(chunk.has("usage")).isFalse();
		});
	}

	@Test
	void streamWhenReadThenOneChunkForEachTokenBetweenRoleAndFinishReason() {
		List<JsonNode> chunks = ask(REFUND, ", \"stream\": true").chunks();
		int tokens = ask(REFUND, "").json().at("/usage/completion_tokens").asInt();
		assertThat(chunks).hasSize(tokens + 2);
		assertThat(chunks.get(0).at("/choices/0/delta/role").asString()).isEqualTo("assistant");
		assertThat(chunks.get(0).at("/choices/0/finish_reason").isNull()).isTrue();
		JsonNode last = chunks.get(chunks.size() - 1);
		assertThat(last.at("/choices/0/delta").isEmpty()).isTrue();
		assertThat(last.at("/choices/0/finish_reason").asString()).isEqualTo("stop");
	}

	@Test
	void streamWhenUsageIsAskedForThenOneMoreChunkWithoutChoices() {
		List<JsonNode> chunks = ask(REFUND, ", \"stream\": true, \"stream_options\": {\"include_usage\": true}")
			.chunks();
		JsonNode usage = chunks.get(chunks.size() - 1);
		assertThat(chunks.subList(0, chunks.size() - 1)).allSatisfy((chunk) -> {
			assertThat(chunk.has("usage")).isTrue();
			assertThat(chunk.at("/usage").isNull()).isTrue();
		});
		assertThat(usage.at("/choices").isEmpty()).isTrue();
		assertThat(usage.at("/usage")).isEqualTo(ask(REFUND, "").json().at("/usage"));
		assertThat(chunks.get(chunks.size() - 2).at("/choices/0/finish_reason").asString()).isEqualTo("stop");
	}

	@ParameterizedTest
	@ValueSource(strings = { "max_tokens", "max_completion_tokens" })
	void chatWhenTokenLimitIsReachedThenFinishReasonLength(String field) {
		String whole = text(ask(REFUND, ""));
		JsonNode limited = ask(REFUND, ", \"" + field + "\": 5").json();
		assertThat(limited.at("/choices/0/finish_reason").asString()).isEqualTo("length");
		assertThat(limited.at("/usage/completion_tokens").asInt()).isEqualTo(5);
		assertThat(limited.at("/choices/0/message/content").asString())
			.isEqualTo(String.join("", MiniLm.get().pieces(whole).subList(0, 5)));
	}

	@Test
	void chatWhenTokenLimitIsTheAnswersLengthThenFinishReasonStop() {
		int tokens = ask(REFUND, "").json().at("/usage/completion_tokens").asInt();
		assertThat(ask(REFUND, ", \"max_tokens\": " + tokens).json().at("/choices/0/finish_reason").asString())
			.isEqualTo("stop");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			"payment"                  | `We refund to the `
			"fund to the pay"          | `We re`
			["nowhere", "method", "payment"] | `We refund to the `
			"We"                       | ``
			""")
	void chatWhenStopSequenceOccursThenTheAnswerEndsBeforeIt(String stop, String expected) {
		JsonNode whole = ask(REFUND, ", \"stop\": " + stop).json();
		assertThat(whole.at("/choices/0/message/content").asString()).isEqualTo(expected);
		assertThat(whole.at("/choices/0/finish_reason").asString()).isEqualTo("stop");
		List<JsonNode> chunks = ask(REFUND, ", \"stream\": true, \"stop\": " + stop).chunks();
		assertThat(contents(chunks)).isEqualTo(expected);
		assertThat(chunks.get(chunks.size() - 1).at("/choices/0/finish_reason").asString()).isEqualTo("stop");
	}

	@Test
	void chatWhenStopIsNullOrDoesNotOccurThenTheWholeAnswer() {
		String whole = text(ask(REFUND, ""));
		assertThat(text(ask(REFUND, ", \"stop\": null"))).isEqualTo(whole);
		assertThat(text(ask(REFUND, ", \"stop\": [\"zebra\", \"\\n\"]"))).isEqualTo(whole);
	}

	private static Answer ask(String question, String options) {
		String content = Json.MAPPER.writeValueAsString(question);
		return post("{\"model\": \"support-bot\", \"messages\": [{\"role\": \"user\", \"content\": " + content + "}]"
				+ options + "}");
	}

	private static Answer post(String body) {
		Answer answer = caller.post("/endpoint/acme/support-bot/v1/chat/completions", platform.apiKey("support-bot"),
				body);
		assertThat(answer.status()).as(body).isEqualTo(200);
		return answer;
	}

	private static String text(Answer answer) {
		return answer.json().at("/choices/0/message/content").asString();
	}

	private static String contents(List<JsonNode> chunks) {
		return chunks.stream()
			.map((chunk) -> chunk.at("/choices/0/delta/content").asString(""))
			.collect(Collectors.joining());
	}

}
