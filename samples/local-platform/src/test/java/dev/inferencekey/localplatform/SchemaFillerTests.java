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

import dev.inferencekey.localplatform.SchemaFiller.Filled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Every keyword that a schema may have, filled from one passage. In the rows, {@code '}
 * stands for a quotation mark.
 */
class SchemaFillerTests {

	private static final String QUESTION = "How much does express delivery cost?";

	private static final Passage PASSAGE = new Passage("What does delivery cost?",
			"Standard delivery costs 4.90 euros. Express delivery costs 9 euros and takes two days. "
					+ "It is not free. Orders until 14:00 leave on 2026-03-01. Ask help@acme.example, order A-17.",
			Language.ENGLISH);

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					{'type': 'string', 'description': 'express costs'}            | 'Express delivery costs 9 euros and takes two days.'
					{'type': 'string', 'maxLength': 8}                            | 'Standard'
					{'type': 'string', 'format': 'date'}                          | '2026-03-01'
					{'type': 'string', 'format': 'email'}                         | 'help@acme.example'
					{'type': 'string', 'pattern': '^[A-Z]-[0-9]+$'}               | 'A-17'
					{'type': 'number'}                                            | 4.90
					{'type': 'integer'}                                           | 9
					{'type': 'integer', 'description': 'days'}                    | 9
					{'type': 'integer', 'maximum': 5}                             | 2
					{'type': 'number', 'exclusiveMinimum': 4.9, 'multipleOf': 3}  | 9
					{'type': 'number', 'minimum': 100}                            | 100
					{'type': 'integer', 'minimum': 100, 'multipleOf': 7}          | 105
					{'type': 'boolean', 'description': 'free'}                    | false
					{'type': 'boolean', 'description': 'express'}                 | true
					{'enum': ['standard', 'express', 'courier']}                  | 'express'
					{'enum': ['zebra', null]}                                     | null
					{'const': 7}                                                  | 7
					{'type': 'null'}                                              | null
					{'type': 'array', 'items': {'type': 'integer'}}               | [9,2]
					{'type': 'array', 'items': {'type': 'number'}, 'maxItems': 1} | [4.90]
					{'type': 'array', 'items': {'enum': ['express', 'free', 'zebra']}} | ['express']
					{'type': 'array', 'items': {'type': 'string', 'format': 'uuid'}} | []
					{'type': 'array', 'items': {'type': 'integer', 'minimum': 50}, 'minItems': 2} | [50,50]
					{'type': 'array', 'prefixItems': [{'type': 'integer'}, {'type': 'boolean'}]} | [9,false]
					{'anyOf': [{'type': 'null'}, {'type': 'integer'}], 'description': 'euros'} | 9
					{'anyOf': [{'type': 'null'}, {'type': 'integer'}], 'description': 'zebras'} | null
					{'oneOf': [{'type': 'string', 'format': 'uuid'}, {'type': 'integer'}], 'description': 'euros'} | 9
					{'allOf': [{'type': 'integer'}, {'maximum': 5}]}              | 2
					{'$ref': '#/$defs/days'}                                      | 2
					{'type': 'object', 'additionalProperties': {'type': 'string'}} | {}
					{'type': 'integer', 'minimum': 50, 'default': 60}             | 60
					{'type': ['integer', 'null'], 'minimum': 50}                  | null
					""")
	void fillWhenOneValueIsAskedForThenTheValueOfThePassage(String value, String expected) {
		Filled filled = fill("{'type': 'object', 'properties': {'x': " + value
				+ "}, 'required': ['x'], '$defs': {'days': {'type': 'integer', 'maximum': 5}}}");
		assertThat(filled.problems()).isEmpty();
		assertThat(filled.json()).isEqualTo(("{'x':" + expected + "}").replace('\'', '"'));
	}

	@Test
	void fillWhenAlternativesAreToldApartByAConstantThenTheOneThatIsMeant() {
		String option = """
				{'type': 'object', 'properties': {'kind': {'const': '%s'}, 'cost': {'type': 'number'}},
				 'required': ['kind', 'cost'], 'additionalProperties': false}""";
		Filled filled = fill("{'type': 'object', 'properties': {'offer': {'oneOf': [" + option.formatted("pickup") + ","
				+ option.formatted("express") + "]}}, 'required': ['offer']}");
		assertThat(filled.problems()).isEmpty();
		assertThat(filled.value().at("/offer/kind").asString()).isEqualTo("express");
	}

	@Test
	void fillWhenAListOfObjectsIsAskedForThenOneForEachPassage() {
		Passage other = new Passage("Refunds", "A refund takes 5 days.", Language.ENGLISH);
		Filled filled = fill("""
				{'type': 'array', 'items': {'type': 'object', 'properties': {
				  'title': {'type': 'string'}, 'number': {'type': 'number'}}, 'required': ['title', 'number']}}""",
				new PassageSource(List.of(PASSAGE, other), "none"));
		assertThat(filled.problems()).isEmpty();
		assertThat(filled.value().size()).isEqualTo(2);
		assertThat(filled.value().at("/1").toString()).isEqualTo("{\"title\":\"Refunds\",\"number\":5}");
	}

	@Test
	void fillWhenAListOfQuestionsIsAskedForThenTheSentencesThatAreQuestions() {
		Passage talk = new Passage("Delivery", "Customer: When does it come? Desk: Tomorrow.", Language.ENGLISH);
		Filled filled = fill("""
				{'type': 'object', 'properties': {'openQuestions': {'type': 'array', 'items': {'type': 'string'}}},
				 'required': ['openQuestions']}""", new PassageSource(List.of(talk), "none"));
		assertThat(filled.json()).isEqualTo("{\"openQuestions\":[\"Customer: When does it come?\"]}");
	}

	@Test
	void fillWhenTheSchemaIsRecursiveThenEndsWhereItMay() {
		Filled filled = fill("""
				{'type': 'object', 'properties': {'text': {'type': 'string'},
				  'children': {'type': 'array', 'items': {'$ref': '#'}}}, 'required': ['text', 'children']}""");
		assertThat(filled.problems()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = {
			"{'type': 'object', 'properties': {'x': {'type': 'string', 'format': 'uuid'}}, 'required': ['x']}",
			"{'type': 'object', 'properties': {'x': {'type': 'string', 'minLength': 5000}}, 'required': ['x']}",
			"{'type': 'object', 'properties': {'x': {'not': {}}}, 'required': ['x']}",
			"{'type': 'object', 'required': ['x']}", "{'type': 'object', 'minProperties': 1}",
			"{'type': 'object', 'properties': {'x': {'$ref': '#'}}, 'required': ['x']}" })
	void fillWhenNoValidValueCanBeMadeThenSaysWhy(String schema) {
		assertThat(fill(schema).problems()).isNotEmpty();
	}

	@Test
	void fillWhenTheSchemaAsksForTooMuchThenItIsRefused() {
		StringBuilder properties = new StringBuilder();
		for (int i = 0; i < 50; i++) {
			properties.append(i > 0 ? "," : "").append("'p").append(i).append("': {'$ref': '#'}");
		}
		assertThatExceptionOfType(RequestFailure.class).isThrownBy(() -> fill("{'properties': {" + properties + "}}"))
			.withMessageContaining("more than 2000 values");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{'$ref': '#'}", "{'anyOf': [{'$ref': '#/$defs/A'}], '$defs': {'A': {'$ref': '#'}}}",
			"{'$ref': '#/nowhere'}", "{'$ref': 'other.json'}", "{'type': 'whatever'}", "{'pattern': '('}", "[]", "7" })
	void readWhenTheSchemaIsInvalidThenItIsRefused(String schema) {
		assertThatExceptionOfType(RequestFailure.class).isThrownBy(() -> schema(schema))
			.satisfies((failure) -> assertThat(failure.body().error().param()).isEqualTo("field"));
	}

	private static Filled fill(String schema) {
		return fill(schema, new PassageSource(List.of(PASSAGE), "none"));
	}

	private static Filled fill(String schema, PassageSource source) {
		return SchemaFiller.fill(schema(schema), source, new ScalarFiller(QUESTION, MiniLm.get()));
	}

	private static JsonSchema schema(String schema) {
		return JsonSchema.read(Json.MAPPER.readTree(schema.replace('\'', '"')), "field");
	}

}
