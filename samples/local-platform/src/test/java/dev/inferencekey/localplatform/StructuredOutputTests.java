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
 * Answers in JSON over HTTP. In the texts, {@code '} stands for a quotation mark.
 */
class StructuredOutputTests {

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

	@Test
	void chatWhenSchemaIsGivenThenFillsItFromThePassages() {
		JsonNode answer = fill(REFUND, """
				{'type': 'object', 'properties': {
				  'topic': {'type': 'string', 'enum': ['delivery', 'refund', 'account']},
				  'answer': {'type': 'string'},
				  'workingDays': {'type': 'integer', 'description': 'working days until the refund'},
				  'sentences': {'type': 'array', 'items': {'type': 'string'}, 'maxItems': 2},
				  'page': {'type': ['integer', 'null']},
				  'contact': {'type': ['object', 'null'], 'properties': {
				    'email': {'type': 'string', 'format': 'email'}}, 'required': ['email']}},
				 'required': ['topic', 'answer', 'workingDays', 'sentences', 'page', 'contact'],
				 'additionalProperties': false}""");
		assertThat(answer.at("/topic").asString()).isEqualTo("refund");
		assertThat(answer.at("/answer").asString()).startsWith("We refund to the payment method that you used");
		assertThat(answer.at("/workingDays").asInt()).isEqualTo(5);
		assertThat(answer.at("/sentences").size()).isEqualTo(2);
		assertThat(answer.at("/sentences/1").asString()).isEqualTo("You get an e-mail when the refund is on its way.");
		assertThat(answer.at("/page").isNull()).isTrue();
		assertThat(answer.at("/contact").isNull()).isTrue();
	}

	@Test
	void chatWhenThePassagesHaveNoValueThenNullOrLeftOutOrSaidSo() {
		JsonNode answer = fill("What is the capital of France?", """
				{'type': 'object', 'properties': {
				  'capital': {'type': ['string', 'null']}, 'answer': {'type': 'string'}, 'note': {'type': 'string'},
				  'people': {'type': 'integer', 'minimum': 1}, 'old': {'type': 'boolean'}},
				 'required': ['capital', 'answer', 'people', 'old']}""");
		assertThat(answer.at("/capital").isNull()).isTrue();
		assertThat(answer.at("/answer").asString()).startsWith("I have no passage on that");
		assertThat(answer.has("note")).isFalse();
		assertThat(answer.at("/people").asInt()).isEqualTo(1);
		assertThat(answer.at("/old").asBoolean()).isFalse();
	}

	@Test
	void chatWhenTheSchemaCannotBeFilledThenRefuses() {
		JsonNode message = ask(REFUND, schema("""
				{'type': 'object', 'properties': {'iban': {'type': 'string', 'pattern': '^[A-Z]{2}[0-9]{20}$'}},
				 'required': ['iban']}"""), "").json().at("/choices/0/message");
		assertThat(message.at("/content").isNull()).isTrue();
		assertThat(message.at("/refusal").asString()).startsWith("I cannot fill the schema").contains("iban");
	}

	@Test
	void chatWhenTheRefusalIsSentBackThenTheConversationGoesOn() {
		Answer answer = post("""
				{'messages': [{'role': 'user', 'content': 'An IBAN'},
				  {'role': 'assistant', 'content': null, 'refusal': 'I cannot.'},
				  {'role': 'user', 'content': 'How do I get a refund?'}]}""");
		assertThat(answer.json().at("/choices/0/message/content").asString()).startsWith("We refund");
	}

	@Test
	void chatWhenJsonObjectIsAskedForThenAnObjectWithTheAnswer() {
		JsonNode answer = content(ask(REFUND, "{'type': 'json_object'}", ""));
		assertThat(answer.at("/answer").asString()).startsWith("We refund");
		assertThat(content(ask("Write a poem", "{'type': 'json_object'}", "")).toString())
			.isEqualTo("{\"answer\":null}");
	}

	@Test
	void chatWhenJsonObjectIsAskedForAndAMessageHasASchemaThenFillsThat() {
		Answer answer = post(
				"""
						{'response_format': {'type': 'json_object'}, 'messages': [
						  {'role': 'system', 'content': 'Answer in {JSON} as: {\\'type\\': \\'object\\', \\'properties\\': {\\'days\\': {\\'type\\': \\'integer\\'}}, \\'required\\': [\\'days\\']} and nothing else.'},
						  {'role': 'user', 'content': 'How do I get a refund?'}]}""");
		assertThat(content(answer).toString()).isEqualTo("{\"days\":5}");
	}

	@Test
	void chatWhenTextIsAskedForThenAText() {
		assertThat(ask(REFUND, "{'type': 'text'}", "").json().at("/choices/0/message/content").asString())
			.startsWith("We refund");
	}

	@Test
	void streamWhenSchemaIsGivenThenTheSameJsonInPieces() {
		String schema = schema("{'type': 'object', 'properties': {'days': {'type': 'integer'}}, 'required': ['days']}");
		Answer stream = ask(REFUND, schema, ", 'stream': true");
		assertThat(stream.chunks()).hasSizeGreaterThan(4);
		assertThat(stream.chunks()
			.stream()
			.map((chunk) -> chunk.at("/choices/0/delta/content").asString(""))
			.collect(Collectors.joining())).isEqualTo("{\"days\":5}");
	}

	@Test
	void chatWhenTheTokenLimitCutsTheJsonThenFinishReasonLength() {
		String schema = schema("{'type': 'object', 'properties': {'days': {'type': 'integer'}}, 'required': ['days']}");
		assertThat(ask(REFUND, schema, ", 'max_tokens': 2").json().at("/choices/0/finish_reason").asString())
			.isEqualTo("length");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					5                                                                            | response_format
					{}                                                                           | response_format.type
					{'type': 'grammar'}                                                          | response_format.type
					{'type': 'json_object', 'strict': true}                                      | response_format.strict
					{'type': 'json_schema'}                                                      | response_format.json_schema
					{'type': 'json_schema', 'json_schema': {'schema': {}}}                       | response_format.json_schema.name
					{'type': 'json_schema', 'json_schema': {'name': 'a'}}                        | response_format.json_schema.schema
					{'type': 'json_schema', 'json_schema': {'name': 'a', 'schema': true}}        | response_format.json_schema.schema
					{'type': 'json_schema', 'json_schema': {'name': 'a', 'schema': {'type': 5}}} | response_format.json_schema.schema
					{'type': 'json_schema', 'json_schema': {'name': 'a', 'schema': {'$ref': '#/$defs/A'}}} | response_format.json_schema.schema
					{'type': 'json_schema', 'json_schema': {'name': 'a', 'schema': {'$ref': 'http://127.0.0.1:1/a.json'}}} | response_format.json_schema.schema
					{'type': 'json_schema', 'json_schema': {'name': 'a', 'schema': {'pattern': '['}}} | response_format.json_schema.schema
					""")
	void chatWhenTheFormatIsInvalidThenBadRequestNamesTheField(String format, String param) {
		Answer answer = send(body(REFUND, format, ""));
		assertThat(answer.status()).as(answer.body()).isEqualTo(400);
		assertThat(answer.json().at("/error/param").asString()).isEqualTo(param);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{'properties': {'a': {'$ref': '#'}}, 'required': ['a']}",
			"{'$defs': {'A': {'$ref': '#/$defs/A'}}, '$ref': '#/$defs/A'}",
			"{'type': 'array', 'items': {'type': 'null'}, 'minItems': 100000000}" })
	void chatWhenTheSchemaNeverEndsThenTheAnswerDoes(String schema) {
		Answer answer = send(body(REFUND, schema(schema), ""));
		assertThat(answer.status()).as(answer.body()).isIn(200, 400);
	}

	private static JsonNode fill(String question, String schema) {
		return content(ask(question, schema(schema), ""));
	}

	private static String schema(String schema) {
		return "{'type': 'json_schema', 'json_schema': {'name': 'answer', 'strict': true, 'schema': " + schema + "}}";
	}

	private static JsonNode content(Answer answer) {
		return Json.MAPPER.readTree(answer.json().at("/choices/0/message/content").asString());
	}

	private static Answer ask(String question, String format, String options) {
		return post(body(question, format, options));
	}

	private static String body(String question, String format, String options) {
		return "{'model': 'support-bot', 'messages': [{'role': 'user', 'content': '" + question
				+ "'}], 'response_format': " + format + options + "}";
	}

	private static Answer post(String body) {
		Answer answer = send(body);
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		return answer;
	}

	private static Answer send(String body) {
		return caller.post("/endpoint/acme/support-bot/v1/chat/completions", platform.apiKey("support-bot"),
				body.replace("\\'", "\\\"").replace('\'', '"'));
	}

}
